package io.slackwater.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
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

    static BackupHistory history(Journal journal) {
        return new BackupHistory(journal.runs(), journal.verdicts(), journal.repositories(), journal.schedule());
    }

    private boolean changed(EndCause cause, Circumstances now) {
        return history.changed(ended("1", cause, 0), now);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void unchangedCircumstancesWriteNothing() {
        assertThat(changed(EndCause.REPOSITORY, WELL)).isFalse();
        long writes = journal.written();
        assertThat(changed(EndCause.REPOSITORY, WELL)).isFalse();
        assertThat(journal.written()).isEqualTo(writes);
    }

    @Test
    void aRecoveryIsAChangeAndSurvivesARestart() {
        assertThat(changed(EndCause.REPOSITORY, DOWN)).isFalse();
        assertThat(changed(EndCause.REPOSITORY, WELL)).isTrue();
        assertThat(changed(EndCause.REPOSITORY, WELL)).isTrue();
        assertThat(history.changed(ended("2", EndCause.REPOSITORY, 0), WELL)).isFalse();
    }

    @Test
    void anInterruptedRunIsRepeatedWithoutAChange() {
        RunRecord broken = RunRecords.in(
                RunRecords.queued("3", "orders", RunRecords.T0),
                RunState.FAILED,
                RunRecords.T0,
                EndCause.INTERRUPTED,
                "interrupted: the journal could not be written");
        assertThat(history.changed(broken, WELL)).isTrue();
        assertThat(history.changed(broken, DOWN))
                .as("not while its workload is away")
                .isFalse();
    }

    @Test
    void aRecoveryFromALaterTroubleIsAChange() {
        assertThat(changed(EndCause.REPOSITORY, WELL)).isFalse();
        assertThat(changed(EndCause.REPOSITORY, TROUBLED)).isFalse();
        assertThat(changed(EndCause.REPOSITORY, WELL)).isTrue();
    }

    @Test
    void aReturnedWorkloadIsNoChangeForAPermanentFailure() {
        assertThat(changed(EndCause.POLICY, DOWN)).isFalse();
        assertThat(changed(EndCause.POLICY, WELL)).isFalse();
    }

    @Test
    void aReturnedRepositoryIsAChangeForAnInvalidRepositoryAlone() {
        assertThat(changed(EndCause.POLICY, TROUBLED)).isFalse();
        assertThat(changed(EndCause.POLICY, WELL)).isFalse();
        RunRecord invalid = ended("2", EndCause.REPOSITORY_INVALID, 1);
        assertThat(history.changed(invalid, TROUBLED)).isFalse();
        assertThat(history.changed(invalid, WELL)).isTrue();
    }

    @Test
    void aRepositoryThatReturnsBeforeItsContainerIsAChange() {
        Circumstances down = new Circumstances("policy 1", Instant.EPOCH, false, false);
        assertThat(changed(EndCause.REPOSITORY_INVALID, down)).isFalse();
        assertThat(changed(EndCause.REPOSITORY_INVALID, DOWN)).isFalse();
        assertThat(changed(EndCause.REPOSITORY_INVALID, WELL)).isTrue();
    }

    @Test
    void aRestartedContainerIsOneChange() {
        assertThat(changed(EndCause.REPOSITORY, startedAt(ENDED))).isFalse();
        assertThat(changed(EndCause.REPOSITORY, startedAt(ENDED.plusSeconds(1))))
                .isTrue();
        assertThat(history.changed(ended("2", EndCause.SOURCE, 2), startedAt(ENDED.plusSeconds(1))))
                .as("the run after that start failed, too")
                .isFalse();

        Circumstances anew = startedAt(ENDED.plusSeconds(4));
        assertThat(history.changed(ended("3", EndCause.SOURCE_INVALID, 3), anew))
                .isTrue();
        assertThat(history.changed(ended("4", EndCause.FREEZE_LIMIT, 3), anew))
                .as("it would be frozen too long again")
                .isFalse();
    }

    @Test
    void anEditIsAChangeWhenTheWorkloadIsReachable() {
        assertThat(changed(EndCause.POLICY, WELL)).isFalse();
        assertThat(changed(EndCause.POLICY, new Circumstances("policy 2", Instant.EPOCH, false, true)))
                .isFalse();
        assertThat(changed(EndCause.POLICY, EDITED)).isTrue();
    }

    private static Circumstances startedAt(Instant at) {
        return new Circumstances("policy 1", at, true, true);
    }

    private static RunRecord ended(String id, EndCause cause, int second) {
        return RunRecords.in(
                RunRecords.queued(id, "a", Instant.EPOCH), RunState.FAILED, ENDED.plusSeconds(second), cause, "");
    }
}
