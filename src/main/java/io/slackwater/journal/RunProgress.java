package io.slackwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The progress of a run.
 *
 * @param attempt counts from 1
 * @param started empty while the run is queued
 * @param earlier the attempts before the current one
 * @param engine the program that last executed restic; empty before that
 */
public record RunProgress(
        RunState state,
        int attempt,
        Optional<Instant> started,
        Optional<Instant> ended,
        List<Ended> earlier,
        Optional<EngineName> engine) {

    /** The progress of a run before its first attempt. */
    static final RunProgress QUEUED =
            new RunProgress(RunState.QUEUED, 1, Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    public RunProgress {
        earlier = List.copyOf(earlier);
    }

    /**
     * An attempt that ended without a verified snapshot and was followed by another attempt.
     *
     * @param attempt counts from 1
     * @param reason one line, shortened
     * @param unchecked the stored snapshot, when it could not be checked; it may be intact
     * @param frozen its longest pause; zero without a pause, empty when unknown
     */
    public record Ended(
            int attempt,
            Instant at,
            EndCause cause,
            String reason,
            Optional<String> unchecked,
            Optional<Duration> frozen) {

        private static final int LONGEST = 500;

        public Ended {
            reason = reason.strip().replaceAll("\\s+", " ");
            reason = reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + " …";
        }
    }

    RunProgress in(RunState next, Optional<Instant> over) {
        return new RunProgress(next, attempt, started, over, earlier, engine);
    }

    RunProgress startedAt(Instant time) {
        return new RunProgress(state, attempt, Optional.of(started.orElse(time)), ended, earlier, engine);
    }

    RunProgress again(Ended last) {
        List<Ended> before = new ArrayList<>(earlier);
        before.add(last);
        return new RunProgress(RunState.QUEUED, attempt + 1, started, ended, before, engine);
    }

    RunProgress by(EngineName name) {
        return new RunProgress(state, attempt, started, ended, earlier, Optional.of(name));
    }
}
