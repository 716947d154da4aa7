package io.slackwater.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * The pause of a run's container.
 *
 * @param frozen the longest pause of the last attempt that is over. Zero without a pause; empty when unknown after a
 *     crash. {@link RunProgress.Ended} has the pauses of earlier attempts
 * @param estimate how long the last attempt expected its pause to take; zero without a pause
 * @param hotBytes the new data that the hot pass stored while the container ran; 0 without a hot pass
 * @param frozenBytes the new data that were stored during the pause; 0 without a pause
 */
public record RunPause(Optional<Duration> frozen, Duration estimate, long hotBytes, long frozenBytes) {

    /** No pause. */
    public static final RunPause NONE = new RunPause(Optional.of(Duration.ZERO), Duration.ZERO, 0, 0);

    RunPause frozenFor(Duration freeze) {
        Optional<Duration> longest = frozen.map(before -> freeze.compareTo(before) > 0 ? freeze : before);
        return new RunPause(longest, estimate, hotBytes, frozenBytes);
    }

    RunPause frozenUnknown() {
        return new RunPause(Optional.empty(), estimate, hotBytes, frozenBytes);
    }

    RunPause expected(Duration time) {
        return new RunPause(frozen, time, hotBytes, frozenBytes);
    }

    RunPause stored(long hot, long during) {
        return new RunPause(frozen, estimate, hot, during);
    }
}
