package io.slackwater.restore;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Undoes the journaled steps of a restore that the end of Slackwater interrupted: nobody may take what it created for complete. Only
 * what carries the restore's id is removed.
 */
final class InterruptedRestore {

    static final String INTERRUPTED = "Slackwater ended while it ran";

    private final Docker docker;
    private final Inventory inventory;

    InterruptedRestore(Docker docker, Inventory inventory) {
        this.docker = docker;
        this.inventory = inventory;
    }

    /** How an interrupted restore ended, also in words. */
    record End(State state, String message) {}

    /**
     * Undoes the steps. A restore that did everything except to record its end has succeeded.
     *
     * @param steps newest first
     * @throws RestoreException a step cannot be undone now; worth another try later
     */
    End undo(RestoreRecord restore, List<RestoreStep> steps) throws RestoreException, InterruptedException {
        End end = failed("it had created nothing; restore again");
        for (RestoreStep step : steps) {
            end = switch (step.creates()) {
                case VOLUME -> failed(volume(restore, step.name()));
                case DIRECTORY ->
                    failed("directory " + step.name()
                            + " holds what it had written: empty it before it is used, and restore again");
                case ROLES -> failed("roles that it had created are there; restore again for the others");
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
            Map<String, String> labels = docker.volumes().get(name);
            if (labels == null) {
                return "it had created nothing; restore again";
            }
            if (!restore.id().equals(labels.get(TreeRestore.RESTORE_LABEL))) {
                return "volume " + name + " is not of this restore and was left alone";
            }
            docker.removeVolume(name);
            return "volume " + name + " was not complete and was removed; restore again";
        } catch (DockerException e) {
            throw new RestoreException(
                    RestoreException.Reason.FAILED,
                    "volume " + name + " is not complete and cannot be removed yet: " + e.getMessage()
                            + ". Do not use it; docker volume rm " + name + " removes it",
                    e);
        }
    }

    private End database(RestoreRecord restore, RestoreStep step) throws RestoreException, InterruptedException {
        String words = "database " + step.name() + " of workload " + step.workload();
        Optional<Workload> workload = inventory.workloads().stream()
                .filter(one -> one.id().value().equals(step.workload()))
                .findFirst();
        if (workload.isEmpty()) {
            throw new RestoreException(
                    RestoreException.Reason.FAILED,
                    "workload " + step.workload() + " is not there; until it is, do not use " + words);
        }
        PostgresServer server = new PostgresServer(workload.get());
        DatabaseRestore databases = new DatabaseRestore(docker);
        if (databases.undo(server, step.name(), restore.id())) {
            return failed(words + " was not complete and was removed; restore again");
        }
        // The last step of a restore takes the mark away.
        if (!step.identity().isEmpty() && step.identity().equals(databases.identity(server, step.name()))) {
            return new End(State.SUCCEEDED, words + " is complete");
        }
        return failed("no database that it had created is there; restore again");
    }
}
