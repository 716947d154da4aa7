package io.slackwater.journal;

import java.util.Optional;

/**
 * The stored snapshot of a run, and the cause of its end.
 *
 * @param repository the restic id of the repository, once known
 * @param snapshot the stable id of the snapshot, once stored
 * @param bytes bytes captured; -1 when unknown
 * @param cause why the run, or its last attempt, did not succeed
 * @param outlook whether a retry can succeed
 * @param message the reason in words, or a note on a success
 */
public record RunResult(
        Optional<String> repository,
        Optional<String> snapshot,
        long bytes,
        long added,
        String sha256,
        EndCause cause,
        RetryOutlook outlook,
        String message) {

    static final RunResult NONE =
            new RunResult(Optional.empty(), Optional.empty(), -1, -1, "", EndCause.NONE, RetryOutlook.NOT_NEEDED, "");

    RunResult because(EndCause of, RetryOutlook retry, String why) {
        return new RunResult(repository, snapshot, bytes, added, sha256, of, retry, why);
    }

    RunResult stored(String into, Optional<String> as, long size, long more, String hash) {
        return new RunResult(Optional.of(into), as, size, more, hash, cause, outlook, message);
    }
}
