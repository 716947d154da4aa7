package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.RunIdentity;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.trust.RunFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one run. Every change is journaled before the next step begins. Used by the run's own thread; only {@link #bytesDone},
 * {@link #over} and {@link #record} may be read by others.
 */
public final class OngoingRun {

    private static final Logger LOG = Logger.getLogger(OngoingRun.class);

    private final RunEvents events;
    private final Clock clock;
    private final Dataset dataset;
    private volatile RunRecord record;
    private volatile long bytesDone;
    private volatile boolean over;
    private @Nullable Instant reading;

    private OngoingRun(RunEvents events, Clock clock, Dataset dataset, RunRecord record) {
        this.events = events;
        this.clock = clock;
        this.dataset = dataset;
        this.record = record;
    }

    public static OngoingRun begin(
            RunEvents events, Clock clock, String id, Dataset dataset, String set, Trigger trigger) {
        RunRecord record = record(id, dataset, set, trigger, clock.instant());
        events.begun(record);
        return new OngoingRun(events, clock, dataset, record);
    }

    /** A run of a dataset as it is now. */
    public static RunRecord record(String id, Dataset dataset, String set, Trigger trigger, Instant queued) {
        return RunRecord.queued(new RunIdentity(
                id,
                dataset.id(),
                dataset.workload().value(),
                dataset.kind().word(),
                dataset.plan(),
                set,
                trigger,
                queued));
    }

    Dataset dataset() {
        return dataset;
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

    /** Whether the run has ended, although its receivers may not know that yet. */
    boolean over() {
        return over;
    }

    void bytes(long done) {
        bytesDone = done;
        events.bytes(record, done);
    }

    /** Sets the engine; the journal gets it with the next change. */
    void by(EngineName engine) {
        record = record.by(engine);
    }

    void capturing() {
        step(record.startedAt(clock.instant()).in(RunState.CAPTURING));
    }

    /** The data that this attempt stores is no older than this moment. */
    void reading() {
        reading = clock.instant();
    }

    /** From here on a snapshot may appear in the repository. */
    void storing(String repository) {
        step(record.storing(repository).in(RunState.STORING));
    }

    /** From here on a snapshot exists that has no verdict yet. */
    void verifying(String repository, String snapshot, long bytes, long added, String sha256) {
        step(record.stored(repository, snapshot, bytes, added, sha256).in(RunState.VERIFYING));
    }

    Optional<EngineName> engine() {
        return record.progress().engine();
    }

    /** How long the workload was frozen; in the journal with the next change. */
    void frozen(Duration time) {
        record = record.frozenFor(time);
    }

    void repeats(RunFailure failure) {
        RunRecord next = record.again(clock.instant(), failure.endCause(), String.valueOf(failure.getMessage()));
        events.warned(next, failure);
        record = next;
    }

    /**
     * The verdict on what was stored. The snapshot is as old as its data: the verdict can come hours later.
     *
     * @param file the dump's name in the snapshot, or the tree's path
     * @throws IllegalStateException nothing was read or stored yet
     */
    Verified verdict(String file, String format, Map<String, String> facts) {
        Instant data = reading;
        if (data == null) {
            throw new IllegalStateException("run " + record.id() + " has read nothing");
        }
        return Verified.of(record, data, file, format, facts);
    }

    /** Reports the end. Without a journal nothing counts as done: the run stays open then, and the next start settles it. */
    void ended(Outcome outcome) {
        over = true;
        if (outcome == Outcome.LEFT_OPEN) {
            events.ended(record, outcome);
            return;
        }
        RunRecord ended =
                record.endedAt(clock.instant(), outcome.state(), outcome.cause(), outcome.outlook(), outcome.message());
        try {
            events.ended(ended, outcome);
            record = ended;
        } catch (RuntimeException e) {
            LOG.errorf(
                    "run ended %s but the journal could not be written run=%s dataset=%s reason=%s",
                    outcome.state(), id(), dataset.id(), e.getMessage());
            events.ended(record, Outcome.LEFT_OPEN);
        }
    }

    private void step(RunRecord next) {
        events.step(next);
        record = next;
    }
}
