package io.slackwater.ui;

import java.util.List;
import java.util.Optional;

/**
 * A run as its page shows it.
 *
 * @param word its state as a word
 * @param open whether it has not ended
 * @param attempt empty for the first attempt
 * @param message why it failed, or a remark
 * @param cause empty unless it failed
 * @param earlier the attempts before the last one
 * @param log what Slackwater and restic logged; empty for a run before the start of Slackwater
 * @param engineLog what restic reported; empty unless Backrest executed it
 */
public record RunPage(
        String id,
        String dataset,
        Light light,
        String word,
        boolean open,
        String attempt,
        List<Step> steps,
        Optional<Progress> progress,
        String message,
        Optional<Cause> cause,
        String damaged,
        List<Fact> facts,
        List<Attempt> earlier,
        List<LogLine> log,
        Optional<EngineLog> engineLog) {

    /** A line of the log of the run. */
    public record LogLine(Moment at, String clock, String text) {}

    /**
     * A step of the run.
     *
     * @param css {@code done}, {@code now} or {@code todo}
     */
    public record Step(String css, String word, String state) {}

    /**
     * What an open run does now.
     *
     * @param done what it has read, as part of what the last backup had; from 0 to 100, negative when unknown
     * @param read how much it has read
     * @param paused how long its container has been paused until now; empty while the container runs
     */
    public record Progress(int done, String read, String speed, String left, String paused) {

        public boolean known() {
            return done >= 0;
        }
    }

    /** Why a run failed, and what to do. */
    public record Cause(String word, String remedy) {}

    /**
     * An attempt that failed and was followed by another one.
     *
     * @param paused how long it paused the container; empty without a pause
     */
    public record Attempt(int number, Moment at, String cause, String paused, String reason) {}
}
