package io.slackwater.observe;

import static io.slackwater.observe.BackupHealthTest.NIGHT;
import static io.slackwater.observe.BackupHealthTest.POLICY;
import static io.slackwater.observe.BackupHealthTest.SILENT;
import static io.slackwater.observe.BackupHealthTest.dataset;
import static io.slackwater.observe.BackupHealthTest.inventory;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Inventory;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.SqliteJournal;
import io.slackwater.observe.DatasetHealth.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of datasets that go without ever having had a backup, and of those whose last success is too old. */
class GoneHealthTest {

    @TempDir
    Path dir;

    private final TestClock clock = new TestClock(NIGHT.plus(Duration.ofHours(5)));
    private final Set<String> meant = new HashSet<>();
    private SqliteJournal journal;
    private BackupHealth health;

    @BeforeEach
    void open() {
        journal = SqliteJournal.open(dir.resolve("j.db"), clock);
        health = new BackupHealth(journal, clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private List<DatasetHealth> check(Inventory inventory) {
        return health.check(POLICY, Optional.of(inventory), meant::contains);
    }

    @Test
    void whatNeverHadABackupAndGoesIsToldUntilAPersonSaysThatItIsMeant() {
        RunRecords.end(journal, "r1", "orders", NIGHT, RunState.FAILED, "The server is away.");
        DatasetHealth gone = check(new Inventory(NIGHT, List.of(), List.of())).getFirst();
        assertThat(gone.state()).isEqualTo(State.GONE_STALE);
        assertThat(gone.up()).isFalse();
        assertThat(gone.reason())
                .isEqualTo("Docker does not have it any more, and it was never backed up with success; its last run r1"
                        + " ended FAILED at 2026-06-01T00:01:00Z: The server is away.");
        assertThat(Conditions.runs(List.of(gone), meant::contains))
                .extracting(Alarm::key)
                .containsExactly("run:orders");
        assertThat(Conditions.stale(List.of(gone))).singleElement().satisfies(alarm -> {
            assertThat(alarm.title()).isEqualTo("Dataset orders is gone and never had a backup");
            assertThat(alarm.patience()).isEqualTo(Duration.ofHours(1));
        });
        // Of a database that was dropped nothing can be brought back, and its server is well.
        DatasetHealth dropped = check(inventory(dataset("app", "critical"))).getLast();
        assertThat(dropped.state()).isEqualTo(State.GONE);
        assertThat(dropped.reason())
                .startsWith("Its workload shop-db is there, but it is not in it any more, and it was never backed up");
        assertThat(Conditions.runs(List.of(dropped), meant::contains)).hasSize(1);
        assertThat(check(SILENT)).extracting(DatasetHealth::state).containsExactly(State.NEVER);

        meant.add("orders");
        assertThat(check(new Inventory(NIGHT, List.of(), List.of()))).isEmpty();
        meant.clear();
        RunRecords.succeed(journal, "r2", "orders", NIGHT.plusSeconds(60));
        assertThat(check(inventory(dataset("orders", "critical"))))
                .extracting(DatasetHealth::state)
                .containsExactly(State.FRESH);
    }

    @Test
    void whatIsTooOldAfterASuccessIsNotSaidToHaveHadNoRun() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        clock.set(NIGHT.plus(Duration.ofHours(31)));
        assertThat(health.judge(POLICY, "orders", "critical").reason())
                .endsWith("there must be a newer one since 2026-06-02T06:00:00Z; no run of it has ended with a result"
                        + " since 2026-06-01T00:01:00Z.");
    }
}
