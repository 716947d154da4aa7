package io.slackwater.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecords;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupHistoryTest {

    private static final Set<String> NEAR = Set.of("near");

    @Test
    void aBackupInARepositoryRemovedFromThePolicyDoesNotCount(@TempDir Path dir) {
        try (Journal journal = Journal.open(dir.resolve("j.db"), Clock.systemUTC())) {
            BackupHistory history = FailedRunHistoryTest.history(journal);
            assertThat(history.backedUp("orders", NEAR)).isFalse();

            RunRecords.succeedIn(journal, "r1", "orders", "4f1a", RunRecords.T0);
            assertThat(history.backedUp("orders", NEAR))
                    .as("nobody noted its repository's name yet")
                    .isTrue();
            journal.repositories().named("4f1a", "far");
            assertThat(history.backedUp("orders", NEAR)).isFalse();
            assertThat(history.backedUp("orders", Set.of("near", "far"))).isTrue();

            journal.repositories().named("77cc", "near");
            RunRecords.succeedIn(journal, "r2", "orders", "77cc", RunRecords.T0.plusSeconds(60));
            assertThat(history.backedUp("orders", NEAR)).isTrue();
        }
    }
}
