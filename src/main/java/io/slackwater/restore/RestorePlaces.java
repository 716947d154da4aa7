package io.slackwater.restore;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.VolumeControl;
import io.slackwater.journal.RunStore;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.RestorePlace;
import io.slackwater.kind.RestoredFile;
import io.slackwater.kind.ServerTarget;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.StoredDump;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Creates the new place that a restore writes to: in a server, a volume, or a directory. Safe for use by several
 * threads.
 */
public record RestorePlaces(
        VolumeControl volumes,
        Supplier<Inventory> inventory,
        Supplier<Policy> policy,
        RunStore runs,
        RepositoryAccess access,
        RestoreDirectories directories,
        Kinds<ServiceKind> kinds) {

    /**
     * Returns the place into which a restore writes: a database, a volume or a directory. Creates nothing there yet.
     *
     * @param restore the restore's id
     */
    RestorePlace of(String restore, Instant began, ChosenSnapshot snapshot, RestoreTarget target)
            throws RestoreException, DockerException {
        return switch (target) {
            case RestoreTarget.Database database -> inServer(restore, began, snapshot, database);
            case RestoreTarget.Volume volume ->
                new VolumePlace(
                        volumes, volume, contents(snapshot), policy.get().instance(), restore);
            case RestoreTarget.Directory directory ->
                new DirectoryPlace(volumes, directory, contents(snapshot), directories);
        };
    }

    private RestorePlace inServer(String restore, Instant began, ChosenSnapshot snapshot, RestoreTarget.Database target)
            throws RestoreException {
        StoredDump dump = snapshot.dump();
        ServiceKind kind = kinds.find(snapshot.verdict().kind())
                .filter(one -> one.profile().has(DumpTrait.FOR_SERVER, dump.format()))
                .orElseThrow(() -> new RestoreException(
                        Reason.INVALID,
                        "dataset " + dump.dataset()
                                + " is no database; use a target of kind volume, directory or download (--volume, --path"
                                + " or --download of backrest-management.sh)"));
        Workload workload = new TargetWorkload(inventory.get(), runs).of(dump.dataset(), target.workload());
        return kind.inServer(dump, new ServerTarget(restore, began, workload, target.database(), target.tablespaces()));
    }

    /** The data of a snapshot, for a volume or directory. */
    Contents contents(ChosenSnapshot snapshot) throws DockerException {
        if (snapshot.isTree()) {
            return new SnapshotTree(snapshot, access.of(snapshot.repository()));
        }
        StoredDump dump = snapshot.dump();
        return new DumpFiles(
                dump.snapshot(),
                kinds.find(snapshot.verdict().kind())
                        .map(kind -> kind.files(dump))
                        .orElseGet(() -> List.of(RestoredFile.of(dump))));
    }

    /** Creates the object that undoes interrupted restores. It knows the containers of the last survey. */
    InterruptedRestore interrupted() {
        return new InterruptedRestore(volumes, new TargetWorkload(inventory.get(), runs), kinds);
    }
}
