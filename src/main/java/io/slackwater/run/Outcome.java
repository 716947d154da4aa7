package io.slackwater.run;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Verified;
import io.slackwater.trust.RunFailure;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param message the reason of a failure, or a remark about a success
 * @param verdict the record of the verified snapshot; empty unless the run succeeded
 */
public record Outcome(RunState state, EndCause cause, String message, Optional<Verified> verdict) {

    /**
     * The run stays open, because Slackwater stops or the journal cannot be written. The next start of Slackwater ends
     * it.
     */
    public static final Outcome LEFT_OPEN =
            new Outcome(RunState.FAILED, EndCause.INTERRUPTED, "the run is left open", Optional.empty());

    static final Outcome CANCELLED = new Outcome(RunState.CANCELLED, EndCause.CANCELLED, "cancelled", Optional.empty());

    static Outcome succeeded(Verified verdict, String note) {
        return new Outcome(RunState.SUCCEEDED, EndCause.NONE, note, Optional.of(verdict));
    }

    /**
     * Makes the outcome of a failed run.
     *
     * @param state {@code UNVERIFIED} if an attempt stored a snapshot that could not be checked
     */
    static Outcome failed(RunFailure failure, RunState state) {
        return new Outcome(state, failure.endCause(), String.valueOf(failure.getMessage()), Optional.empty());
    }

    static Outcome broken() {
        return new Outcome(
                RunState.FAILED,
                EndCause.INTERNAL,
                "an error inside Slackwater; its log at this time shows the cause, please report it",
                Optional.empty());
    }
}
