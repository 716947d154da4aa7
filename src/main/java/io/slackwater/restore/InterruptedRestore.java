package io.slackwater.restore;

import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.VolumeControl;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoredDatabase;
import io.slackwater.kind.ServiceKind;

/**
 * Undoes a restore that was interrupted when Slackwater stopped. Only objects that carry the restore's id are removed.
 */
record InterruptedRestore(VolumeControl volumes, TargetWorkload workloads, Kinds<ServiceKind> kinds) {

    private static final String INTERRUPTED = "Slackwater stopped during the restore";

    private static final String NOTHING = "nothing was created; restore again";

    /** How an interrupted restore ended. */
    record End(State state, String message) {}

    /**
     * Removes the object that the restore did not complete. A restore that was complete except for the record of its
     * end counts as succeeded.
     *
     * @throws RestoreException the object cannot be removed now; the caller tries again later
     * @throws DockerException Docker cannot remove the object now; the caller tries again later
     */
    End undo(RestoreRecord restore, RestoredObject object)
            throws RestoreException, DockerException, InterruptedException {
        if (restore.step() == RestoreStep.PREPARING) {
            return failed(NOTHING);
        }
        return switch (object.type()) {
            case VOLUME -> volume(restore, object);
            case DIRECTORY ->
                restore.step() == RestoreStep.FINISHING
                        ? complete(object)
                        : failed(object.words() + " holds incomplete data: empty it, and restore again");
            case ROLES -> failed("some roles may exist already: restore again; the restore creates only missing roles");
            case DATABASE -> database(restore, object);
            case IN_PLACE -> throw new IllegalArgumentException("InPlaceRestores undoes restores in place");
        };
    }

    /** Returns the message about a restore that is not undone yet. */
    static String notUndone(String why) {
        return INTERRUPTED + "; what it created is not removed yet" + why;
    }

    private static End failed(String message) {
        return new End(State.FAILED, INTERRUPTED + "; " + message);
    }

    private static End removed(RestoredObject object) {
        return failed(object.words() + " was not complete and was removed; restore again");
    }

    private static End complete(RestoredObject object) {
        return new End(State.SUCCEEDED, INTERRUPTED + "; " + object.words() + " is complete");
    }

    private End volume(RestoreRecord restore, RestoredObject object) throws DockerException {
        RestoredVolume volume = new RestoredVolume(volumes, object.name(), restore.id());
        // The last step begins only after the comparison with the snapshot. Loss prevented: a volume that users use.
        if (restore.step() == RestoreStep.FINISHING && volume.created()) {
            return complete(object);
        }
        return volume.remove() ? removed(object) : failed(NOTHING);
    }

    private End database(RestoreRecord restore, RestoredObject object) throws RestoreException, InterruptedException {
        String words = object.words();
        Workload server = workloads
                .find(object.workload())
                .orElseThrow(() -> new RestoreException(
                        "workload " + object.workload() + " does not exist now. Start it; until then do not use "
                                + words + ", which may be incomplete"));
        RestoredDatabase database = kinds.of(server.kind()).restoredDatabase(server, object.name(), restore.id());
        if (database.removeIncomplete()) {
            return removed(object);
        }
        // The last step of a restore removes the mark.
        return !object.identity().isEmpty() && object.identity().equals(database.identity())
                ? complete(object)
                : failed("the database that the restore created no longer exists; restore again");
    }
}
