package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Verified;
import io.slackwater.repository.StoreProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run's entries in the journal. Every change is journaled before the next step begins. Used by the run's own thread; only
 * {@link #bytesDone} may be read from others.
 */
public final class RunLog implements StoreProgress {

    private final Journal journal;
    private final Clock clock;
    private RunRecord record;
    private volatile long bytesDone;
    private @Nullable Instant reading;

    private RunLog(Journal journal, Clock clock, RunRecord record) {
        this.journal = journal;
        this.clock = clock;
        this.record = record;
    }

    public static RunLog queued(Journal journal, Clock clock, String id, Dataset dataset, String set, String trigger) {
        RunRecord record = record(id, dataset, set, trigger, clock.instant());
        journal.runs().queued(record);
        return new RunLog(journal, clock, record);
    }

    /** A run of a dataset as it is now. */
    static RunRecord record(String id, Dataset dataset, String set, String trigger, Instant queued) {
        return RunRecord.queued(
                id,
                dataset.id(),
                dataset.workload().value(),
                dataset.kind().word(),
                dataset.plan(),
                set,
                trigger,
                queued);
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

    @Override
    public void progress(long bytes) {
        bytesDone = bytes;
    }

    /** In the journal with the next change. */
    @Override
    public void by(String engine) {
        record = record.by(engine);
    }

    void capturing() {
        write(record.startedAt(clock.instant()).in(RunState.CAPTURING, ""));
    }

    /** What this attempt stores is no older than this moment. */
    void reading() {
        reading = clock.instant();
    }

    /** From here on a snapshot may appear in the repository. */
    void storing(String repository) {
        write(record.storing(repository).in(RunState.STORING, ""));
    }

    /** From here on a snapshot exists that has no verdict yet. */
    void verifying(String repository, String snapshot, long bytes, long added, String sha256) {
        write(record.stored(repository, snapshot, bytes, added, sha256).in(RunState.VERIFYING, ""));
    }

    /** The workload stood for so long; in the journal with the next change, which follows whatever came of the attempt. */
    void frozen(Duration time) {
        record = record.frozenFor(time);
    }

    void again(EndCause cause, String why) {
        write(record.again(clock.instant(), cause, why));
    }

    /**
     * What was stored is whole. The snapshot is as old as its data: the verdict can come hours later.
     *
     * @param file the dump's name in the snapshot, or the tree's path
     * @throws IllegalStateException nothing was read or stored yet
     */
    void succeeded(String file, String format, Map<String, String> facts, String note) {
        RunRecord ended = record.succeededAt(clock.instant(), note);
        Instant data = reading;
        if (data == null) {
            throw new IllegalStateException("run " + record.id() + " has read nothing");
        }
        journal.verdicts()
                .verified(
                        new Verified(
                                record.repository().orElseThrow(),
                                record.snapshot().orElseThrow(),
                                record.dataset(),
                                record.id(),
                                record.identity().set(),
                                data,
                                record.bytes(),
                                record.result().sha256(),
                                file,
                                record.kind(),
                                format,
                                facts),
                        ended);
        record = ended;
    }

    /** @param outlook whether a retry can succeed */
    void ended(RunState state, EndCause cause, String message, RetryOutlook outlook) {
        // First: whoever sees the end wants to know that, too.
        outlook.note(journal, record);
        write(record.endedAt(clock.instant(), state, cause, message));
    }

    private void write(RunRecord next) {
        journal.runs().update(next);
        record = next;
    }
}
