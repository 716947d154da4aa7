package io.slackwater.journal;

import java.util.Optional;

/**
 * The snapshot that a run stored, and how the run ended.
 *
 * @param repository the restic id of the repository, once known
 * @param snapshot the full id of the snapshot, once stored
 * @param bytes the captured bytes; -1 when unknown
 * @param added the growth of the repository in bytes; -1 when unknown
 * @param cause why the run failed; {@link RunProgress#earlier} has the causes of earlier attempts
 * @param message the reason of a failure, or a remark about a success, or why the run waits; else empty
 */
public record RunResult(
        Optional<String> repository,
        Optional<String> snapshot,
        long bytes,
        long added,
        String sha256,
        EndCause cause,
        String message) {

    static final RunResult NONE = new RunResult(Optional.empty(), Optional.empty(), -1, -1, "", EndCause.NONE, "");

    RunResult because(EndCause of, String why) {
        return new RunResult(repository, snapshot, bytes, added, sha256, of, why);
    }

    RunResult stored(String into, Optional<String> as, long size, long more, String hash) {
        return new RunResult(Optional.of(into), as, size, more, hash, cause, message);
    }
}
