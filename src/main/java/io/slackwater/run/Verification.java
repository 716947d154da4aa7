package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.run.RunFailure.Failed;
import io.slackwater.run.RunFailure.Unverified;

/** Tells "it is wrong" from "nobody could say": the first is a failure, the second leaves the snapshot without a verdict. */
final class Verification {

    private Verification() {}

    static RunFailure of(CaptureException e) {
        return e.transientFailure()
                ? new Unverified("stored, but could not be verified: " + e.getMessage(), true, e)
                : new Failed("stored, but not whole: " + e.getMessage(), true, e);
    }

    static RunFailure of(RepositoryException e) {
        boolean wrong = e.failure() == Failure.DAMAGED || e.failure() == Failure.INCOMPLETE;
        return wrong
                ? new Failed("stored, but cannot be read back: " + e.getMessage(), true, e)
                : new Unverified("stored, but could not be verified: " + e.getMessage(), true, e);
    }
}
