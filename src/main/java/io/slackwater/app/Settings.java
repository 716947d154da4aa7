package io.slackwater.app;

import io.slackwater.api.SignInConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * All settings, for commands that run without Quarkus.
 *
 * @param places paths and addresses
 * @param signIn the settings of the sign-in
 */
record Settings(SlackwaterConfig places, SignInConfig signIn) {

    static Settings read() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(_ -> ConfigProvider.getConfig().getConfigSources())
                .withMapping(SlackwaterConfig.class)
                .withMapping(SignInConfig.class)
                .withDefaultValue(SmallRyeConfig.SMALLRYE_CONFIG_MAPPING_VALIDATE_UNKNOWN, "false")
                .build();
        return new Settings(
                config.getConfigMapping(SlackwaterConfig.class), config.getConfigMapping(SignInConfig.class));
    }

    Path policyFile() {
        return Path.of(places.policyFile());
    }

    Path journal() {
        return Path.of(places.data()).resolve("journal.db");
    }

    Path usersFile() {
        return signIn.usersFile().map(Path::of).orElse(Path.of(places.secrets()).resolve("users"));
    }

    Path proxySecret() {
        return signIn.proxy()
                .secretFile()
                .map(Path::of)
                .orElse(Path.of(places.secrets()).resolve("proxy.secret"));
    }
}
