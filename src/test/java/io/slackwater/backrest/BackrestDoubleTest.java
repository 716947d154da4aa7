package io.slackwater.backrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The double's behaviour beyond the contract: its faults, and its errors for unknown requests. */
class BackrestDoubleTest {

    @TempDir
    Path directory;

    @Test
    void anUnknownFieldIsRefusedAndFailsTheTest() throws Exception {
        BackrestDouble backrest = new BackrestDouble(directory);
        try (BackrestClient client = backrest.client()) {
            ObjectNode config = client.config().put("modno", 0).put("invented", 1);

            assertThat(catchThrowableOfType(BackrestException.class, () -> client.setConfig(config))
                            .reason())
                    .isEqualTo(Reason.INCOMPATIBLE);
        }
        assertThatThrownBy(backrest::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no field SetConfig.invented");
    }

    @Test
    void anIgnoredFieldIsDroppedSilently() throws Exception {
        try (BackrestDouble backrest = new BackrestDouble(directory);
                BackrestClient client = backrest.client()) {
            ObjectNode config = client.config().put("modno", 0).put("instance", "old");
            ObjectNode repository = config.putArray("repos").addObject();
            repository.put("id", "r").put("uri", "/r").put("guid", "0".repeat(64));
            ObjectNode plan = config.putArray("plans").addObject();
            plan.put("id", "p").put("repo", "r").put("skipIfUnchanged", true);
            plan.putArray("paths").add("/p");
            backrest.neverHeardOf("Plan", "skipIfUnchanged");

            assertThat(client.setConfig(config).path("plans").path(0).has("skipIfUnchanged"))
                    .isFalse();
        }
    }

    @Test
    void theDoubleFailsSlowsStopsAndReturnsOnDemand() throws Exception {
        try (BackrestDouble backrest = new BackrestDouble(directory);
                BackrestClient client = backrest.client()) {
            backrest.fail("GetConfig", 503);
            assertThat(catchThrowableOfType(BackrestException.class, client::config))
                    .hasMessageContaining("503");
            backrest.heal();
            backrest.slow(Duration.ofMillis(300));
            long start = System.nanoTime();
            client.config();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
            backrest.heal();
            backrest.down();
            assertThat(catchThrowableOfType(BackrestException.class, client::config)
                            .reason())
                    .isEqualTo(Reason.UNREACHABLE);
            backrest.up();
            assertThat(client.config().path("version").asInt()).isEqualTo(6);
        }
    }

    @Test
    void anEditIncreasesTheModno() throws Exception {
        try (BackrestDouble backrest = new BackrestDouble(directory);
                BackrestClient client = backrest.client()) {
            ObjectNode read = client.config().put("modno", 0);
            backrest.edit(config -> config.put("instance", "somebody-else"));

            assertThat(catchThrowableOfType(BackrestException.class, () -> client.setConfig(read))
                            .reason())
                    .isEqualTo(Reason.CONFIG_CHANGED);
        }
    }

    @Test
    void flagsAreSplitAsAShellSplitsThem() {
        assertThat(ShellWords.of("a  'b c' \"d \\\" e\" f\\ g ''")).containsExactly("a", "b c", "d \" e", "f g", "");
        assertThatThrownBy(() -> ShellWords.of("'a")).hasMessageContaining("quote");
    }
}
