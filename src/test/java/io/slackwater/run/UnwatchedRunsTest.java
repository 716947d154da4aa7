package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.health.TestClock;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Poison;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
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

/** Which backups that somebody else made become a run, and what is done with what they stored. */
class UnwatchedRunsTest {

    private static final Instant BEGAN = Instant.parse("2026-07-20T02:00:00Z");
    private static final Instant ENDED = BEGAN.plusSeconds(5);
    private static final Unwatched BACKUP = new Unwatched("Backrest (operation 12)", BEGAN, ENDED, "ours", "5a5a");

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(BEGAN);
    private Journal journal;
    private UnwatchedRuns unwatched;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC());
        unwatched = new UnwatchedRuns(journal);
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
        return unwatched.settle(files(Method.FREEZE), BACKUP, "unwatched", Optional.of("ours"));
    }

    private List<RunRecord> runs() {
        return journal.runs().newest("shop.files.srv-data", 10);
    }

    private RunLog run(Instant queued) {
        clock.set(queued);
        return RunLog.queued(journal, clock, "own", files(Method.FREEZE), "set", "api");
    }

    @Test
    void aBackupThatNobodyWatchedIsAFailedRunWhoseSnapshotIsToBeForgotten() {
        assertThat(settle()).isTrue();
        assertThat(runs()).singleElement().satisfies(run -> {
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.cause()).isEqualTo(EndCause.UNWATCHED);
            assertThat(run.started()).contains(BEGAN);
            assertThat(run.trigger()).isEqualTo("backrest");
            assertThat(run.progress().engine()).contains("backrest");
            assertThat(run.snapshot()).contains("5a5a");
            assertThat(run.ended()).contains(ENDED);
            assertThat(run.message())
                    .contains("operation 12", "lacked Slackwater's hooks", "nothing was frozen", "not offered");
        });
        assertThat(journal.poison().all()).extracting(Poison::snapshot).containsExactly(Optional.of("5a5a"));
        assertThat(settle()).isTrue();
        assertThat(runs()).as("once").hasSize(1);
    }

    @Test
    void whatIsHotIsNotSaidToLackAFreeze() {
        assertThat(unwatched.settle(files(Method.HOT), BACKUP, "unwatched", Optional.of("ours")))
                .isTrue();
        assertThat(runs().getFirst().message())
                .contains("nobody looked at what was read")
                .doesNotContain("frozen");
    }

    @Test
    void whatIsInAnotherRepositoryIsToldAndNotTouched() {
        assertThat(unwatched.settle(files(Method.FREEZE), BACKUP, "unwatched", Optional.of("another")))
                .isTrue();
        assertThat(runs()).hasSize(1);
        assertThat(journal.poison().all()).isEmpty();
    }

    @Test
    void whileARunIsOpenItMayBeThatRuns() {
        RunLog own = run(BEGAN.minusSeconds(1));
        assertThat(settle()).isFalse();
        own.capturing();
        own.storing("ours");
        own.verifying("ours", "5a5a", 1, 1, "");
        assertThat(settle()).as("it is").isTrue();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void whatAFailedRunOfThatTimeLeftBehindIsItsOwn() {
        RunLog own = run(BEGAN.minusSeconds(1));
        journal.runs()
                .update(own.record().endedAt(ENDED.plusSeconds(1), RunState.FAILED, EndCause.UNKNOWN, "interrupted"));
        assertThat(settle()).isTrue();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void soIsWhatAnAttemptLeftBehindWhoseRunSucceededAtLast() {
        RunLog own = run(BEGAN.minusSeconds(1));
        own.capturing();
        own.storing("ours");
        own.again(EndCause.ENGINE, "Backrest stored it without asking");
        succeed(own, "second");
        assertThat(settle()).isTrue();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aRunThatSucceededAtOnceWithAnotherSnapshotVouchesForNothing() {
        succeed(run(BEGAN.minusSeconds(1)), "another");
        assertThat(settle()).isTrue();
        assertThat(runs()).hasSize(2);
    }

    private void succeed(RunLog own, String snapshot) {
        clock.set(ENDED.plusSeconds(1));
        own.capturing();
        own.reading();
        own.storing("ours");
        own.verifying("ours", snapshot, 1, 1, "");
        own.succeeded("/srv/data", "tree", Map.of(), "");
    }

    @Test
    void aFailedRunOfAnotherTimeVouchesForNothing() {
        RunLog own = run(BEGAN.minusSeconds(60));
        journal.runs()
                .update(own.record().endedAt(BEGAN.minusSeconds(30), RunState.FAILED, EndCause.UNKNOWN, "no room"));
        assertThat(settle()).isTrue();
        assertThat(runs()).hasSize(2);
    }
}
