package io.slackwater.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.TestJournal;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as a change after a failed run. */
class FailedRunHistoryTest {

    private static final Circumstances WELL = new Circumstances("policy 1", Instant.EPOCH, true, true);
    private static final Circumstances DOWN = new Circumstances("policy 1", Instant.EPOCH, false, true);
    private static final Circumstances EDITED = new Circumstances("policy 2", Instant.EPOCH, true, true);
    private static final Circumstances TROUBLED = new Circumstances("policy 1", Instant.EPOCH, true, false);

    private static final Instant ENDED = Instant.EPOCH.plusSeconds(60);

    @TempDir
    static Path directory;

    private final TestJournal journal = new TestJournal(directory);
    private final BackupHistory history = history(journal.journal());
    private final RunRecord failed = run("1");

    static BackupHistory history(Journal journal) {
        return new BackupHistory(journal.runs(), journal.verdicts(), journal.repositories(), journal.schedule());
    }

    private boolean changed(RetryOutlook end, Circumstances now) {
        return history.changed(failed, end, now);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void unchangedCircumstancesWriteNothing() {
        assertThat(changed(RetryOutlook.TRANSIENT, WELL)).isFalse();
        long writes = journal.written();
        assertThat(changed(RetryOutlook.TRANSIENT, WELL)).isFalse();
        assertThat(journal.written()).isEqualTo(writes);
    }

    @Test
    void aRecoveryIsAChangeAndSurvivesARestart() {
        assertThat(changed(RetryOutlook.TRANSIENT, DOWN)).isFalse();
        assertThat(changed(RetryOutlook.TRANSIENT, WELL)).isTrue();
        assertThat(changed(RetryOutlook.TRANSIENT, WELL)).isTrue();
        assertThat(history.changed(run("2"), RetryOutlook.TRANSIENT, WELL)).isFalse();
    }

    @Test
    void anInterruptedRunIsRepeatedWithoutAChange() {
        RunRecord broken = RunRecords.in(
                RunRecords.queued("3", "orders", RunRecords.T0),
                RunState.FAILED,
                RunRecords.T0,
                EndCause.INTERRUPTED,
                "interrupted: the journal could not be written");
        assertThat(history.changed(broken, RetryOutlook.TRANSIENT, WELL)).isTrue();
        assertThat(history.changed(broken, RetryOutlook.TRANSIENT, DOWN))
                .as("not while its workload is away")
                .isFalse();
    }

    @Test
    void aRecoveryFromALaterTroubleIsAChange() {
        assertThat(changed(RetryOutlook.TRANSIENT, WELL)).isFalse();
        assertThat(changed(RetryOutlook.TRANSIENT, TROUBLED)).isFalse();
        assertThat(changed(RetryOutlook.TRANSIENT, WELL)).isTrue();
    }

    @Test
    void aReturnedWorkloadIsNoChangeForAPermanentFailure() {
        assertThat(changed(RetryOutlook.PERMANENT, DOWN)).isFalse();
        assertThat(changed(RetryOutlook.PERMANENT, WELL)).isFalse();
    }

    @Test
    void aRestartedContainerIsOneChange() {
        assertThat(changed(RetryOutlook.TRANSIENT, startedAt(ENDED))).isFalse();
        assertThat(changed(RetryOutlook.TRANSIENT, startedAt(ENDED.plusSeconds(1))))
                .isTrue();
        assertThat(history.changed(
                        ended("2", EndCause.SOURCE, 2), RetryOutlook.TRANSIENT, startedAt(ENDED.plusSeconds(1))))
                .as("the run after that start failed, too")
                .isFalse();

        Circumstances anew = startedAt(ENDED.plusSeconds(4));
        assertThat(history.changed(ended("3", EndCause.SOURCE, 3), RetryOutlook.PERMANENT, anew))
                .isTrue();
        assertThat(history.changed(ended("4", EndCause.FREEZE_LIMIT, 3), RetryOutlook.PERMANENT, anew))
                .as("it would be frozen too long again")
                .isFalse();
    }

    @Test
    void anEditIsAChangeWhenTheWorkloadIsReachable() {
        assertThat(changed(RetryOutlook.PERMANENT, WELL)).isFalse();
        assertThat(changed(RetryOutlook.PERMANENT, new Circumstances("policy 2", Instant.EPOCH, false, true)))
                .isFalse();
        assertThat(changed(RetryOutlook.PERMANENT, EDITED)).isTrue();
    }

    private static Circumstances startedAt(Instant at) {
        return new Circumstances("policy 1", at, true, true);
    }

    private static RunRecord ended(String id, EndCause cause, int second) {
        return RunRecords.in(
                RunRecords.queued(id, "a", Instant.EPOCH), RunState.FAILED, ENDED.plusSeconds(second), cause, "");
    }

    private static RunRecord run(String id) {
        return RunRecords.in(RunRecords.queued(id, "a", Instant.EPOCH), RunState.FAILED, ENDED, "");
    }
}
