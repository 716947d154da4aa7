package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @AfterEach
    void forget() {
        System.clearProperty("slackwater.secrets");
        System.clearProperty("slackwater.signin.users-file");
    }

    @Test
    void aCommandReadsTheDefaultsOfTheApplication() {
        assertThat(Settings.read().policyFile()).isEqualTo(Path.of("/config/policy.yml"));
        assertThat(Settings.read().journal()).isEqualTo(Path.of("/data/journal.db"));
        assertThat(Settings.read().usersFile()).isEqualTo(Path.of("/secrets/users"));
        assertThat(Settings.read().proxySecret()).isEqualTo(Path.of("/secrets/proxy.secret"));
        assertThat(Settings.read().signIn().idle()).hasHours(1);
    }

    @Test
    void aCommandReadsTheSettingsOfTheEnvironment() {
        Settings settings = Settings.read(Map.of(
                "SLACKWATER_DATA", "/mine",
                "SLACKWATER_LOG_FORMAT", "json",
                "SLACKWATER_SIGNIN_USERS_FILE", "/elsewhere/users",
                "SLACKWATER_SIGNIN_PROXY_SECRET_FILE", "/keep/proxy.secret"));

        assertThat(settings.journal()).isEqualTo(Path.of("/mine/journal.db"));
        assertThat(settings.places().logFormat()).isEqualTo(SlackwaterConfig.LogFormat.JSON);
        assertThat(settings.usersFile()).isEqualTo(Path.of("/elsewhere/users"));
        assertThat(settings.proxySecret()).isEqualTo(Path.of("/keep/proxy.secret"));
    }

    @Test
    void aCommandReadsTheSettingsOfJava() {
        System.setProperty("slackwater.secrets", "/keep");
        System.setProperty("slackwater.signin.users-file", "/elsewhere/users");

        assertThat(Settings.read().usersFile()).isEqualTo(Path.of("/elsewhere/users"));
        assertThat(Settings.read().proxySecret()).isEqualTo(Path.of("/keep/proxy.secret"));
    }
}
