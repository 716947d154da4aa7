package io.slackwater.api;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.RunProgress;
import io.slackwater.journal.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as the API shows it.
 *
 * @param set shared by the runs that back up one workload together
 * @param bytes the captured bytes, also while the run captures; null when unknown
 * @param added the growth of the repository in bytes; null when unknown
 * @param frozenSeconds the longest pause of the container that is over; null when unknown after a crash
 * @param freezeEstimateSeconds how long the pause was expected to take; 0 without a pause
 * @param hotBytes the new data that were stored while the container ran, before its pause
 * @param frozenBytes the new data that were stored during the pause
 * @param cause why it failed, a word of {@link EndCause}; else null
 * @param damaged when its verified snapshot was found damaged; else null
 * @param earlier why the attempts before the last one ended
 * @param engine the engine that executed restic, {@code embedded} or {@code backrest}; null before that
 * @param seconds from its start to its end, or until now; 0 while queued
 */
public record RunView(
        String id,
        String dataset,
        String workload,
        String kind,
        String plan,
        String set,
        String trigger,
        String state,
        int attempt,
        Instant queued,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable String snapshot,
        @Nullable String repository,
        @Nullable Long bytes,
        @Nullable Long added,
        double seconds,
        @Nullable Double frozenSeconds,
        double freezeEstimateSeconds,
        long hotBytes,
        long frozenBytes,
        String message,
        @Nullable String cause,
        @Nullable Instant damaged,
        List<Attempt> earlier,
        @Nullable String engine) {

    /** An attempt of the run that failed, before the run tried again. */
    public record Attempt(
            int attempt,
            Instant at,
            String cause,
            String reason,
            @Nullable Double frozenSeconds) {

        static Attempt of(RunProgress.Ended ended) {
            return new Attempt(
                    ended.attempt(), ended.at(), ended.cause().name(), ended.reason(), seconds(ended.frozen()));
        }
    }

    static RunView of(RunRecord run, Optional<Long> bytesDone, Instant now, @Nullable Instant damaged) {
        double seconds = run.started()
                .map(start -> Duration.between(start, run.ended().orElse(now)).toMillis() / 1000.0)
                .orElse(0.0);
        return new RunView(
                run.id(),
                run.dataset(),
                run.workload(),
                run.kind(),
                run.identity().plan(),
                run.identity().set(),
                run.trigger().word(),
                run.state().name(),
                run.attempt(),
                run.queued(),
                run.started().orElse(null),
                run.ended().orElse(null),
                run.snapshot().orElse(null),
                run.repository().orElse(null),
                known(run.bytes() >= 0 ? run.bytes() : bytesDone.orElse(run.bytes())),
                known(run.result().added()),
                seconds,
                seconds(run.pause().frozen()),
                run.pause().estimate().toMillis() / 1000.0,
                run.pause().hotBytes(),
                run.pause().frozenBytes(),
                run.message(),
                run.cause() == EndCause.NONE ? null : run.cause().name(),
                damaged,
                run.progress().earlier().stream().map(Attempt::of).toList(),
                run.progress().engine().map(EngineName::word).orElse(null));
    }

    private static @Nullable Double seconds(Optional<Duration> time) {
        return time.map(one -> one.toMillis() / 1000.0).orElse(null);
    }

    private static @Nullable Long known(long journaled) {
        return journaled < 0 ? null : journaled;
    }
}
