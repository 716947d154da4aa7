package io.slackwater.app;

import io.slackwater.api.SignInConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.nio.file.Path;
import java.util.Map;

/**
 * All settings, for the checks before the start of Quarkus and for commands. They come from environment variables and
 * Java's system properties.
 *
 * @param places paths and addresses
 * @param signIn the settings of the sign-in
 */
record Settings(SlackwaterConfig places, SignInConfig signIn) {

    static Settings read() {
        return read(System.getenv());
    }

    /** Not with the sources of Quarkus: to build its configuration once more would take a twentieth of the start. */
    static Settings read(Map<String, String> environment) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new SysPropConfigSource(), new EnvConfigSource(environment, EnvConfigSource.ORDINAL))
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
