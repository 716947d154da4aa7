package io.slackwater.app;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** The settings for commands without the application. */
final class Places {

    private Places() {}

    static String policyFile() {
        return value("slackwater.policy-file", "/config/policy.yml");
    }

    static String secrets() {
        return value("slackwater.secrets", "/secrets");
    }

    static String users() {
        return value(
                "slackwater.signin.users-file",
                SignIn.usersIn(Path.of(secrets())).toString());
    }

    static String proxySecret() {
        return value("slackwater.signin.proxy.secret-file", secrets() + "/proxy.secret");
    }

    static String dockerSocket() {
        return value("slackwater.docker-socket", "/var/run/docker.sock");
    }

    static String data() {
        return value("slackwater.data", "/data");
    }

    static String cache() {
        return value("slackwater.cache", "/cache");
    }

    /** The stack's directory on the host. */
    static Optional<Path> stackDir() {
        return ConfigProvider.getConfig()
                .getOptionalValue("slackwater.stack-dir", String.class)
                .map(Path::of);
    }

    static Optional<String> helperImage() {
        return ConfigProvider.getConfig().getOptionalValue("slackwater.helper-image", String.class);
    }

    private static String value(String name, String otherwise) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse(otherwise);
    }
}
