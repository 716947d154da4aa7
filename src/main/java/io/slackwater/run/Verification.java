package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.Causes;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.io.IOException;

/** Distinguishes a wrong snapshot, which is a failure, from a snapshot that could not be checked, which has no verdict. */
public final class Verification {

    private Verification() {}

    /** Whether the read-back found damage in the repository. */
    static boolean foundDamage(RunFailure failure) {
        return failure.getCause() instanceof RepositoryException e && e.failure() == Failure.DAMAGED;
    }

    public static RunFailure of(CaptureException e) {
        return e.transientFailure()
                ? new Unverified("stored, but could not be verified: " + e.getMessage(), true, EndCause.NOT_CHECKED, e)
                : new Failed("stored, but not whole: " + e.getMessage(), true, EndCause.NOT_WHOLE, e);
    }

    public static RunFailure of(IOException e) {
        return new Unverified("reading the snapshot back failed: " + e.getMessage(), true, EndCause.NOT_CHECKED, e);
    }

    public static RunFailure of(RepositoryException e) {
        boolean damaged = e.failure() == Failure.DAMAGED;
        boolean wrong = damaged || e.failure() == Failure.INCOMPLETE;
        return wrong
                // Damage does not pass: each further attempt would freeze again and take the same from what is there.
                ? new Failed("stored, but cannot be read back: " + e.getMessage(), !damaged, EndCause.REPOSITORY, e)
                : new Unverified(
                        "stored, but could not be verified: " + e.getMessage(), true, Causes.of(e.failure()), e);
    }
}
