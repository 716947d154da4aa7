package io.slackwater.repository;

/**
 * The end of one restic process.
 *
 * @param named the repository's name for messages
 * @param what the call in words for messages
 */
record ResticResult(String named, String what, int code, ResticErrors errors) {

    ResticExit exit() {
        return ResticExit.of(code);
    }

    ResticResult orThrow() throws RepositoryException {
        if (exit() != ResticExit.OK) {
            throw failure();
        }
        return this;
    }

    /** The exception for a failed call. */
    RepositoryException failure() {
        return failure(Diagnosis.of(exit(), errors));
    }

    /** The exception for a failed call whose failure the caller has determined. */
    RepositoryException failure(Failure failure) {
        String call = named + ": the " + what + " failed: ";
        if (exit() == ResticExit.NOT_STARTED) {
            return new RepositoryException(
                    failure, call + "restic cannot be run (" + errors.summary() + "). Install restic 0.18 or newer.");
        }
        String killed = exit() == ResticExit.ENDED ? "restic was killed: " : "";
        return RepositoryException.of(failure, call + killed + errors.summary() + " [restic exit " + code + "]");
    }
}
