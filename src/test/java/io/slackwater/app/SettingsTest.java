package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
        System.setProperty("slackwater.secrets", "/keep");
        System.setProperty("slackwater.signin.users-file", "/elsewhere/users");

        assertThat(Settings.read().usersFile()).isEqualTo(Path.of("/elsewhere/users"));
        assertThat(Settings.read().proxySecret()).isEqualTo(Path.of("/keep/proxy.secret"));
    }
}
