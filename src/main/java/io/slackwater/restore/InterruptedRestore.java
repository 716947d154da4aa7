package io.slackwater.restore;

import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.RestoredDatabase;
import io.slackwater.kind.ServiceKind;
import java.util.List;

/**
 * Undoes the journaled steps of a restore that the end of Slackwater interrupted. Only objects with the restore's id are removed.
 */
record InterruptedRestore(Docker docker, TargetWorkload workloads, Kinds<ServiceKind> kinds) {

    static final String INTERRUPTED = "Slackwater stopped during the restore";

    private static final String NOTHING = "nothing was created; restore again";

    /** How an interrupted restore ended, also in words. */
    record End(State state, String message) {}

    /**
     * Undoes the steps. A restore that did everything except to record its end has succeeded.
     *
     * @param steps newest first
     * @throws RestoreException a step cannot be undone now; worth another try later
     */
    End undo(RestoreRecord restore, List<RestoreStep> steps) throws RestoreException, InterruptedException {
        End end = failed(NOTHING);
        for (RestoreStep step : steps) {
            end = switch (step.creates()) {
                case VOLUME -> failed(volume(restore, step.name()));
                case DIRECTORY ->
                    failed("directory " + step.name() + " holds incomplete data: empty it, and restore again");
                case ROLES ->
                    failed("the roles may exist already: restore again, and only what the server lacks is created");
                case DATABASE -> database(restore, step);
            };
        }
        return end;
    }

    private static End failed(String message) {
        return new End(State.FAILED, INTERRUPTED + "; " + message);
    }

    private String volume(RestoreRecord restore, String name) throws RestoreException {
        try {
            return switch (new RestoredVolume(docker, name, restore.id()).remove()) {
                case ABSENT -> NOTHING;
                case FOREIGN -> "volume " + name + " belongs to something else and was left alone";
                case REMOVED -> "volume " + name + " was not complete and was removed; restore again";
            };
        } catch (DockerException e) {
            throw new RestoreException(
                    Reason.FAILED,
                    "volume " + name + " is not complete and cannot be removed yet: " + e.getMessage()
                            + ". Do not use it; docker volume rm " + name + " removes it",
                    e);
        }
    }

    private End database(RestoreRecord restore, RestoreStep step) throws RestoreException, InterruptedException {
        String words = "database " + step.name() + " of workload " + step.workload();
        Workload server = workloads
                .find(step.workload())
                .orElseThrow(() -> new RestoreException(
                        Reason.FAILED,
                        "workload " + step.workload() + " is not there. Start it, and do not use " + words
                                + " before"));
        RestoredDatabase database = kinds.of(server.kind()).restoredDatabase(server, step.name(), restore.id());
        if (database.removeIncomplete()) {
            return failed(words + " was not complete and was removed; restore again");
        }
        // The last step of a restore removes the mark.
        return !step.identity().isEmpty() && step.identity().equals(database.identity())
                ? new End(State.SUCCEEDED, words + " is complete")
                : failed("the database that the restore created is not there; restore again");
    }
}
