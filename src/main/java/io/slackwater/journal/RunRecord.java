package io.slackwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** A run as the journal stores it. Immutable: each method returns the changed run. */
public record RunRecord(RunIdentity identity, RunProgress progress, RunResult result, RunPause pause) {

    /** Makes a run that waits for its first attempt. */
    public static RunRecord queued(RunIdentity identity) {
        return new RunRecord(identity, RunProgress.QUEUED, RunResult.NONE, RunPause.NONE);
    }

    /** Moves the run to another open state. */
    public RunRecord in(RunState next) {
        return with(progress.in(next, ended()), result);
    }

    /** Sets the time of the start, unless the run has started before. */
    public RunRecord startedAt(Instant time) {
        return with(progress.startedAt(time), result);
    }

    /**
     * Queues the run for its next attempt, and keeps why this attempt ended, and its pause.
     *
     * @param unchecked whether the attempt stored a snapshot that could not be checked
     */
    public RunRecord again(Instant at, EndCause of, String why, boolean unchecked) {
        Optional<String> snapshot = unchecked ? result.snapshot() : Optional.empty();
        RunProgress.Ended last = new RunProgress.Ended(attempt(), at, of, why, snapshot, pause.frozen());
        return new RunRecord(identity, progress.again(last), result, RunPause.NONE);
    }

    /**
     * Whether an attempt stored this snapshot and could not check it, and no later attempt succeeded. Such a snapshot
     * may be intact.
     */
    public boolean keeps(String snapshot) {
        Stream<String> earlier = progress.earlier().stream().flatMap(ended -> ended.unchecked().stream());
        Stream<String> last = state() == RunState.UNVERIFIED ? result.snapshot().stream() : Stream.empty();
        return state() != RunState.SUCCEEDED && Stream.concat(earlier, last).anyMatch(snapshot::equals);
    }

    /** Says why the run waits; empty when it waits no longer. */
    public RunRecord waiting(String why) {
        return with(progress, result.because(result.cause(), why));
    }

    /** Ends the run. */
    public RunRecord endedAt(Instant time, RunState how, EndCause of, String why) {
        return with(progress.in(how, Optional.of(time)), result.because(of, why));
    }

    /** Records the repository into which the run will store. Clears the snapshot of an earlier attempt. */
    public RunRecord storing(String into) {
        return with(progress, result.stored(into, Optional.empty(), -1, -1, ""));
    }

    /** Records which program executes restic. */
    public RunRecord by(EngineName engine) {
        return with(progress.by(engine), result);
    }

    /** Records how long the container was paused. */
    public RunRecord frozenFor(Duration freeze) {
        return with(pause.frozenFor(freeze));
    }

    /** Returns the record with an unknown duration of the pause. */
    public RunRecord frozenUnknown() {
        return with(pause.frozenUnknown());
    }

    /** Records how long the coming pause is expected to take. */
    public RunRecord expecting(Duration time) {
        return with(pause.expected(time));
    }

    /**
     * Records how much new data each pass stored, in bytes.
     *
     * @param hot while the container ran
     * @param during during the pause
     */
    public RunRecord storedInPasses(long hot, long during) {
        return with(pause.stored(hot, during));
    }

    /** Records the stored snapshot. */
    public RunRecord stored(String into, String as, long size, long more, String hash) {
        return with(progress, result.stored(into, Optional.of(as), size, more, hash));
    }

    private RunRecord with(RunProgress next, RunResult then) {
        return new RunRecord(identity, next, then, pause);
    }

    private RunRecord with(RunPause next) {
        return new RunRecord(identity, progress, result, next);
    }

    public String id() {
        return identity.id();
    }

    public String dataset() {
        return identity.dataset();
    }

    public String workload() {
        return identity.workload();
    }

    public String kind() {
        return identity.kind();
    }

    public Trigger trigger() {
        return identity.trigger();
    }

    public Instant queued() {
        return identity.queued();
    }

    public RunState state() {
        return progress.state();
    }

    public int attempt() {
        return progress.attempt();
    }

    public Optional<Instant> started() {
        return progress.started();
    }

    public Optional<Instant> ended() {
        return progress.ended();
    }

    /** The longest pause of the last attempt; zero when there was none, or when it is unknown. */
    public Duration frozen() {
        return pause.frozen().orElse(Duration.ZERO);
    }

    public Optional<String> repository() {
        return result.repository();
    }

    public Optional<String> snapshot() {
        return result.snapshot();
    }

    public long bytes() {
        return result.bytes();
    }

    public EndCause cause() {
        return result.cause();
    }

    public String message() {
        return result.message();
    }
}
