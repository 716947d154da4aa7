package io.slackwater.backrest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.DoubleJson;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.Operation;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.health.TestClock;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Poison;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.run.Environments;
import io.slackwater.run.OngoingRun;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which backups of Backrest become a failed run, and which of their snapshots become poison. */
class BackupsWithoutCallbackTest {

    private static final Instant BEGAN = Instant.parse("2026-07-20T02:00:00Z");
    private static final Instant ENDED = BEGAN.plusSeconds(5);
    private static final Operation BACKUP = backup();

    private static Operation backup() {
        ObjectNode json = DoubleJson.object()
                .put("id", "12")
                .put("planId", "shop.files.srv-data")
                .put("repoGuid", "ours")
                .put("snapshotId", "5a5a")
                .put("unixTimeStartMs", BEGAN.toEpochMilli())
                .put("unixTimeEndMs", ENDED.toEpochMilli());
        json.putObject("operationBackup");
        return Operation.of(json);
    }

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(BEGAN);
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static Dataset files(Method method) {
        return new Dataset(
                "shop.files.srv-data",
                new WorkloadId("shop", "files"),
                "data",
                new Source.Tree(new Kind("volume"), Path.of("/srv/data"), "/data", List.of()),
                method,
                "critical",
                List.of());
    }

    private boolean settle() {
        return settle("ours");
    }

    /** @param restic the id of the repository of the dataset's plan */
    private boolean settle(String restic) {
        Inventory inventory = Environments.inventory(files(Method.FREEZE));
        Provisions.Known repositories = new Provisions.Known();
        repositories.pinned.put("critical", restic);
        return new BackupsWithoutCallback(
                        journal.runs(), journal.poison(), () -> inventory, Provisions::policy, repositories, clock)
                .settle(BACKUP);
    }

    private List<RunRecord> runs() {
        return journal.runs().newest("shop.files.srv-data", 10);
    }

    private RunRecord run(Instant queued) {
        RunRecord own = OngoingRun.record("own", files(Method.FREEZE), "set", Trigger.API, queued);
        journal.runs().queued(own);
        return own;
    }

    private RunRecord step(RunRecord next) {
        journal.runs().update(next);
        return next;
    }

    private RunRecord verifying(RunRecord own, String snapshot) {
        RunRecord capturing = step(own.startedAt(BEGAN).in(RunState.CAPTURING));
        RunRecord storing = step(capturing.storing("ours").in(RunState.STORING));
        return step(storing.stored("ours", snapshot, 1, 1, "").in(RunState.VERIFYING));
    }

    @Test
    void aBackupWithoutACallbackIsAFailedRunAndItsSnapshotIsPoison() {
        assertThat(settle()).isTrue();
        assertThat(runs()).singleElement().satisfies(run -> {
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.cause()).isEqualTo(EndCause.UNWATCHED);
            assertThat(run.started()).contains(BEGAN);
            assertThat(run.trigger()).isEqualTo(Trigger.BACKREST);
            assertThat(run.progress().engine()).contains(EngineName.BACKREST);
            assertThat(run.snapshot()).contains("5a5a");
            assertThat(run.ended()).contains(ENDED);
            assertThat(run.message()).contains("operation 12", "lacked Slackwater's hooks", "not offered");
        });
        assertThat(journal.poison().all()).extracting(Poison::snapshot).containsExactly(Optional.of("5a5a"));
        assertThat(settle()).isTrue();
        assertThat(runs()).as("once").hasSize(1);
    }

    @Test
    void aSnapshotInAnotherRepositoryIsNoPoison() {
        assertThat(settle("another")).isTrue();
        assertThat(runs()).hasSize(1);
        assertThat(journal.poison().all()).isEmpty();
    }

    @Test
    void aBackupBesideAnOpenRunIsJudgedAfterThatRun() {
        RunRecord own = run(BEGAN.minusSeconds(1));
        assertThat(settle()).isFalse();
        verifying(own, "5a5a");
        assertThat(settle()).as("it is").isTrue();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aFailedRunOfTheSameTimeMadeTheSnapshot() {
        RunRecord own = run(BEGAN.minusSeconds(1));
        journal.runs().update(own.endedAt(ENDED.plusSeconds(1), RunState.FAILED, EndCause.INTERNAL, "interrupted"));
        assertThat(settle()).isTrue();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aFailedAttemptOfTheSameTimeMadeTheSnapshot() {
        RunRecord own = run(BEGAN.minusSeconds(1));
        RunRecord first = step(own.startedAt(BEGAN).in(RunState.CAPTURING));
        step(first.storing("ours").in(RunState.STORING));
        succeed(
                step(first.storing("ours")
                        .in(RunState.STORING)
                        .again(ENDED, EndCause.ENGINE, "Backrest stored it without asking", false)),
                "second");
        assertThat(settle()).isTrue();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aRunThatSucceededAtOnceMadeNoOtherSnapshot() {
        succeed(run(BEGAN.minusSeconds(1)), "another");
        assertThat(settle()).isTrue();
        assertThat(runs()).hasSize(2);
    }

    private void succeed(RunRecord own, String snapshot) {
        RunRecord whole = verifying(own, snapshot);
        journal.verdicts()
                .verified(
                        new Verified(
                                "ours",
                                snapshot,
                                own.dataset(),
                                own.id(),
                                own.identity().set(),
                                BEGAN,
                                1,
                                "",
                                "/srv/data",
                                "volume",
                                "tree",
                                Map.of()),
                        RunRecords.in(whole, RunState.SUCCEEDED, ENDED.plusSeconds(1), ""));
    }

    @Test
    void aFailedRunOfAnotherTimeDidNotMakeTheSnapshot() {
        RunRecord own = run(BEGAN.minusSeconds(60));
        journal.runs().update(own.endedAt(BEGAN.minusSeconds(30), RunState.FAILED, EndCause.INTERNAL, "no room"));
        assertThat(settle()).isTrue();
        assertThat(runs()).hasSize(2);
    }
}
