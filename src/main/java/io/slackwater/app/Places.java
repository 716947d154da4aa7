package io.slackwater.app;

import org.eclipse.microprofile.config.ConfigProvider;

/** Where things are, for commands that run without the application. */
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
                SignIn.usersIn(java.nio.file.Path.of(secrets())).toString());
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

    private static String value(String name, String otherwise) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse(otherwise);
    }
}
