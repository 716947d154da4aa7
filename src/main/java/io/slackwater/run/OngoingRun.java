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
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one run. Each change is written to the journal before the next step begins. For the run's own thread;
 * other threads may call only {@link #over}, {@link #record} and {@link #bytes}.
 */
public final class OngoingRun {

    private static final Logger LOG = Logger.getLogger(OngoingRun.class);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

    private final RunEvents events;
    private final Clock clock;
    private final Dataset dataset;
    private volatile RunRecord record;
    private volatile boolean over;
    private volatile long bytes;
    private volatile Instant reported = Instant.EPOCH;
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

    /** Makes the record of a queued run. */
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

    /** Whether the run has ended, even if not all listeners know yet. */
    boolean over() {
        return over;
    }

    /** Notes how many bytes restic has read so far. Called on the thread of the engine. */
    void bytes(long done) {
        bytes = done;
        Instant now = clock.instant();
        if (!over && !now.isBefore(reported.plus(BETWEEN_REPORTS))) {
            reported = now;
            events.read(record, done);
        }
    }

    long bytes() {
        return bytes;
    }

    /** Sets the engine. The journal gets it with the next change. */
    void by(EngineName engine) {
        record = record.by(engine);
    }

    void capturing() {
        step(record.startedAt(clock.instant()).in(RunState.CAPTURING));
    }

    /** Records that reading begins now. The age of the snapshot's data counts from this time. */
    void reading() {
        reading = clock.instant();
    }

    /** Records that restic begins to store. From now on a snapshot may appear in the repository. */
    void storing(String repository) {
        step(record.storing(repository).in(RunState.STORING));
    }

    /** Records the stored snapshot, which is not verified yet. */
    void verifying(String repository, String snapshot, long bytes, long added, String sha256) {
        step(record.stored(repository, snapshot, bytes, added, sha256).in(RunState.VERIFYING));
    }

    /** Records how long the container was paused. The journal gets it with the next change. */
    void frozen(Duration time) {
        record = record.frozenFor(time);
    }

    /** Sets how long the coming pause is expected to take. The journal gets it with the next change. */
    void expects(Duration pause) {
        record = record.expecting(pause);
    }

    /** Sets how many bytes of new data were stored before and during the pause. The journal gets it with the next change. */
    void storedInPasses(long hot, long during) {
        record = record.storedInPasses(hot, during);
    }

    /** Records why the run waits; empty when it waits no longer. */
    void waits(String why) {
        step(record.waiting(why));
    }

    void repeats(RunFailure failure) {
        RunRecord next = record.again(
                clock.instant(),
                failure.endCause(),
                String.valueOf(failure.getMessage()),
                failure instanceof RunFailure.Unverified);
        events.warned(next, failure);
        record = next;
    }

    /**
     * Makes the verdict on the stored snapshot. Its time is when the data were read, because the verification may end
     * hours later.
     *
     * @param file the dump's name in the snapshot, or the tree's path
     * @throws IllegalStateException nothing was read or stored yet
     */
    Verified verdict(String file, String format, Map<String, String> facts) {
        Instant data = reading;
        if (data == null) {
            throw new IllegalStateException("run " + record.id() + " cannot be verified, because it has read nothing");
        }
        return Verified.of(record, data, file, format, facts);
    }

    /**
     * Reports the end. If the journal cannot be written, the run stays open, and the next start of Slackwater ends it.
     */
    void ended(Outcome outcome) {
        over = true;
        if (outcome == Outcome.LEFT_OPEN) {
            events.ended(record, outcome);
            return;
        }
        RunRecord ended = record.endedAt(clock.instant(), outcome.state(), outcome.cause(), outcome.message());
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
