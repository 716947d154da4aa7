package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Journal.Verified;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run's entries in the journal. Every change is journaled before the next step begins. Used by the run's own thread; only
 * {@link #bytesDone} may be read from others.
 */
final class RunLog {

    private final Journal journal;
    private final Clock clock;
    private RunRecord record;
    private volatile long bytesDone;

    private RunLog(Journal journal, Clock clock, RunRecord record) {
        this.journal = journal;
        this.clock = clock;
        this.record = record;
    }

    static RunLog queued(Journal journal, Clock clock, String id, Dataset dataset, String set, String trigger) {
        RunRecord record = new RunRecord(
                id,
                dataset.id(),
                dataset.workload().value(),
                dataset.kind().word(),
                dataset.plan(),
                set,
                trigger,
                RunState.QUEUED,
                1,
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                -1,
                -1,
                Duration.ZERO,
                "",
                "");
        journal.queued(record);
        return new RunLog(journal, clock, record);
    }

    RunRecord record() {
        return record;
    }

    String id() {
        return record.id();
    }

    long bytesDone() {
        return bytesDone;
    }

    void progress(long bytes) {
        bytesDone = bytes;
    }

    void capturing() {
        Optional<Instant> started = record.started().isPresent() ? record.started() : Optional.of(clock.instant());
        write(change(RunState.CAPTURING, record.attempt(), started, Optional.empty(), ""));
    }

    /** From here on a snapshot may appear in the repository. */
    void storing(String repository) {
        record = stored(Optional.empty(), repository, -1, -1, Duration.ZERO, "");
        write(change(RunState.STORING, record.attempt(), record.started(), Optional.empty(), ""));
    }

    /** From here on a snapshot exists that has no verdict yet. */
    void verifying(String repository, String snapshot, long bytes, long added, Duration frozen, String sha256) {
        record = stored(Optional.of(snapshot), repository, bytes, added, frozen, sha256);
        write(change(RunState.VERIFYING, record.attempt(), record.started(), Optional.empty(), ""));
    }

    void again(String why) {
        write(change(RunState.QUEUED, record.attempt() + 1, record.started(), Optional.empty(), why));
    }

    void succeeded(Verified verdict, String note) {
        RunRecord ended =
                change(RunState.SUCCEEDED, record.attempt(), record.started(), Optional.of(clock.instant()), note);
        journal.verified(verdict, ended);
        record = ended;
    }

    void ended(RunState state, String message) {
        write(change(state, record.attempt(), record.started(), Optional.of(clock.instant()), message));
    }

    private RunRecord stored(
            Optional<String> snapshot, String repository, long bytes, long added, Duration frozen, String sha256) {
        return new RunRecord(
                record.id(),
                record.dataset(),
                record.workload(),
                record.kind(),
                record.plan(),
                record.set(),
                record.trigger(),
                record.state(),
                record.attempt(),
                record.queued(),
                record.started(),
                record.ended(),
                snapshot,
                Optional.of(repository),
                bytes,
                added,
                frozen,
                sha256,
                "");
    }

    private void write(RunRecord next) {
        journal.update(next);
        record = next;
    }

    private RunRecord change(
            RunState state, int attempt, Optional<Instant> started, Optional<Instant> ended, String message) {
        return new RunRecord(
                record.id(),
                record.dataset(),
                record.workload(),
                record.kind(),
                record.plan(),
                record.set(),
                record.trigger(),
                state,
                attempt,
                record.queued(),
                started,
                ended,
                record.snapshot(),
                record.repository(),
                record.bytes(),
                record.added(),
                record.frozen(),
                record.sha256(),
                message);
    }
}
