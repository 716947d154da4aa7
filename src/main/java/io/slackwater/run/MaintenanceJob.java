package io.slackwater.run;

import io.slackwater.trust.RepositoryWork.Operation;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One maintenance of a repository, in progress or ended.
 *
 * @param repository the repository's name in the policy
 * @param plan the plan whose retention is applied; empty for every other operation
 * @param result what it did; {@link Result#NONE} until it succeeded
 * @param message why it failed, or which snapshots stayed and why; else empty
 */
public record MaintenanceJob(
        String id,
        Operation operation,
        String repository,
        String plan,
        State state,
        Instant started,
        Optional<Instant> ended,
        Result result,
        String message) {

    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    /**
     * What an operation did.
     *
     * @param forgotten the number of snapshots that restic forgot
     * @param freedBytes by how much the repository shrank; empty when unknown
     */
    public record Result(int forgotten, OptionalLong freedBytes) {
        static final Result NONE = new Result(0, OptionalLong.empty());
    }

    MaintenanceJob succeeded(Instant at, Result what, String remark) {
        return new MaintenanceJob(
                id, operation, repository, plan, State.SUCCEEDED, started, Optional.of(at), what, remark);
    }

    MaintenanceJob failed(Instant at, String why) {
        return new MaintenanceJob(
                id, operation, repository, plan, State.FAILED, started, Optional.of(at), Result.NONE, why);
    }

    /** Describes the result for the audit log. */
    String done() {
        return switch (operation) {
            case DELETE, FORGET -> "done, snapshots=" + result.forgotten();
            case PRUNE ->
                result.freedBytes().isPresent()
                        ? "done, freed bytes=" + result.freedBytes().getAsLong()
                        : "done";
            case CHECK, RETENTION -> "done";
        };
    }
}
