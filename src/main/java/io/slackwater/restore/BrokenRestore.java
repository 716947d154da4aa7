package io.slackwater.restore;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.RestoreRecord;
import java.util.Optional;

/**
 * Takes away what a restore made that was broken off by the end of Slackwater: nobody may take it for a whole one. Only what carries
 * that restore's id is touched.
 */
final class BrokenRestore {

    static final String BROKEN_OFF = "Slackwater ended while it ran";

    private final Docker docker;
    private final Inventory inventory;

    BrokenRestore(Docker docker, Inventory inventory) {
        this.docker = docker;
        this.inventory = inventory;
    }

    /** What came of a restore, also in words. */
    record End(RestoreStatus.State state, String words) {}

    /**
     * Returns what came of it: one that had done all but to say so has succeeded.
     *
     * @throws RestoreException it could not be undone now; worth another try later
     */
    End undo(RestoreRecord restore) throws RestoreException, InterruptedException {
        return switch (RestoreBook.target(restore)) {
            case RestoreTarget.Volume volume -> failed(volume(restore, volume));
            case RestoreTarget.Database database -> database(restore, database);
            case RestoreTarget.Directory directory ->
                failed(directory.words() + " holds what it had written: empty it before it is used, and restore again");
        };
    }

    private static End failed(String words) {
        return new End(RestoreStatus.State.FAILED, BROKEN_OFF + "; " + words);
    }

    private String volume(RestoreRecord restore, RestoreTarget.Volume volume) throws RestoreException {
        try {
            if (!docker.volumes().contains(volume.name())) {
                return "it had made nothing; restore again";
            }
            String mark = docker.volumeLabels(volume.name()).getOrDefault(TreeRestore.RESTORE_LABEL, "");
            if (!mark.equals(restore.id())) {
                return volume.words() + " is not of this restore and was left alone";
            }
            docker.removeVolume(volume.name());
            return volume.words() + " was not whole and was removed; restore again";
        } catch (DockerException e) {
            throw new RestoreException(
                    RestoreException.Reason.FAILED,
                    volume.words() + " is not whole and cannot be removed yet: " + e.getMessage()
                            + ". Do not use it; docker volume rm " + volume.name() + " removes it",
                    e);
        }
    }

    private End database(RestoreRecord restore, RestoreTarget.Database database)
            throws RestoreException, InterruptedException {
        if (database.database().isBlank()) {
            return failed("roles that it had made already are there; restore again for the others");
        }
        Optional<Workload> workload = inventory.workloads().stream()
                .filter(one -> one.id().value().equals(restore.workload()))
                .findFirst();
        if (workload.isEmpty()) {
            throw new RestoreException(
                    RestoreException.Reason.FAILED,
                    "workload " + restore.workload() + " is not there; until it is, do not use " + database.words());
        }
        PostgresServer server = new PostgresServer(workload.get());
        DatabaseRestore databases = new DatabaseRestore(docker);
        if (databases.undo(server, database.database(), restore.id())) {
            return failed(database.words() + " was not whole and was removed; restore again");
        }
        // Its mark is taken away by the last step.
        if (!restore.identity().isEmpty()
                && restore.identity().equals(databases.identity(server, database.database()))) {
            return new End(RestoreStatus.State.SUCCEEDED, database.words() + " is whole");
        }
        return failed("no database that it had made is there; restore again");
    }
}
