package io.slackwater.backrest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Workload;
import io.slackwater.journal.Journal;
import io.slackwater.journal.LastFreeze;
import io.slackwater.journal.RunRecords;
import io.slackwater.run.Environments;
import io.slackwater.run.FreezeEstimate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A press of "Backup Now" on a tree whose last freeze took longer than its workload may be frozen. */
class BackupNowRulesTest {

    private static final Dataset FILES = Environments.FILES;

    private static final Workload LABELLED =
            Environments.allowed(Duration.ofSeconds(1), Map.of("slackwater.freeze.max", "1s"));

    @Test
    void aRefusedBackupNowStartsOneRunWithoutBackrest(@TempDir Path directory) {
        try (Journal journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC())) {
            Inventory inventory = new Inventory(Instant.EPOCH, List.of(LABELLED), List.of());
            BackupNowRules rules = new BackupNowRules(
                    new FreezeEstimate(journal.verdicts(), journal.datasets()), journal.poison(), () -> inventory);
            journal.datasets().froze(FILES.id(), new LastFreeze(Duration.ofMillis(1210), false, Optional.empty()));
            assertThat(rules.refusal(FILES)).as("Backrest may have been slow").isEmpty();
            assertThat(rules.replacement(FILES).orElseThrow())
                    .startsWith(
                            "it would freeze too long: its last freeze took 1.21 s (Backrest read the data), and its"
                                    + " limit is 1 s, from the label slackwater.freeze.max of container shop-cache-1. Raise");
            journal.datasets().froze(FILES.id(), new LastFreeze(Duration.ofMillis(1100), true, Optional.empty()));
            assertThat(rules.replacement(FILES)).isEmpty();
            assertThat(rules.refusal(FILES).orElseThrow())
                    .startsWith(
                            "it would freeze too long: its last freeze took 1.1 s (Slackwater's own run read the data)")
                    .contains("Raise", "No run is started", "reached the limit too", "backup shop.cache.files --wait");
        }
    }

    @Test
    void theFreezeOfAFirstBackupIsNoEstimateOnceASnapshotExists(@TempDir Path directory) {
        Dataset here = FILES;
        String repository = "4f".repeat(32);
        try (Journal journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC())) {
            Inventory inventory = new Inventory(Instant.EPOCH, List.of(LABELLED), List.of());
            BackupNowRules rules = new BackupNowRules(
                    new FreezeEstimate(journal.verdicts(), journal.datasets()), journal.poison(), () -> inventory);
            journal.datasets().froze(here.id(), new LastFreeze(Duration.ofSeconds(1), true, Optional.of(repository)));
            assertThat(rules.refusal(here).orElseThrow()).contains("(Slackwater's own run read the data)");

            RunRecords.succeed(journal, "r1", here.id(), Instant.EPOCH);
            assertThat(rules.refusal(here))
                    .as("its snapshot is in another repository")
                    .isPresent();
            String there = journal.verdicts().of(here.id()).getFirst().repository();
            journal.datasets().froze(here.id(), new LastFreeze(Duration.ofSeconds(1), true, Optional.of(there)));
            assertThat(new FreezeEstimate(journal.verdicts(), journal.datasets()).reached(here, inventory))
                    .as("only changed data is read")
                    .isEmpty();
            journal.datasets().froze(here.id(), new LastFreeze(Duration.ofSeconds(1), true, Optional.empty()));
            assertThat(rules.refusal(here))
                    .as("changed data alone took so long")
                    .isPresent();
        }
    }

    @Test
    void aRaisedLimitOrAShorterFreezeAllowsBackupNow(@TempDir Path directory) {
        try (Journal journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC())) {
            Inventory inventory = new Inventory(Instant.EPOCH, List.of(LABELLED), List.of());
            assertThat(new FreezeEstimate(journal.verdicts(), journal.datasets()).reached(FILES, inventory))
                    .as("never frozen")
                    .isEmpty();
            LastFreeze last = new LastFreeze(Duration.ofMillis(1210), false, Optional.empty());
            journal.datasets().froze(FILES.id(), last);
            assertThat(new FreezeEstimate(journal.verdicts(), journal.datasets()).reached(FILES, inventory))
                    .contains(last);
            Inventory raised = new Inventory(
                    Instant.EPOCH, List.of(Environments.allowed(Duration.ofSeconds(2), Map.of())), List.of());
            assertThat(new FreezeEstimate(journal.verdicts(), journal.datasets()).reached(FILES, raised))
                    .isEmpty();
            journal.datasets().froze(FILES.id(), new LastFreeze(Duration.ofMillis(999), false, Optional.empty()));
            assertThat(new FreezeEstimate(journal.verdicts(), journal.datasets()).reached(FILES, inventory))
                    .isEmpty();
        }
    }
}
