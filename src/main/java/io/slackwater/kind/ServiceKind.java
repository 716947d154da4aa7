package io.slackwater.kind;

import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.TreeCheck;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.DiscoverableKind;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.journal.ReplacedData;
import java.nio.file.Path;
import java.util.List;

/**
 * A kind of service, such as PostgreSQL: recognises its containers, and captures, checks and restores their data. The
 * only extension point for a kind. Safe for use by several threads.
 */
public interface ServiceKind extends DiscoverableKind {

    /** Makes and checks the dumps of this kind of service. Throws if the kind has no dumps. */
    default StreamCapture capture(Source.Stream source) {
        throw new IllegalArgumentException("Services of the kind " + profile().kind() + " have no dumps");
    }

    /**
     * Starts the check of a stored directory tree of this kind.
     *
     * @param scratch an empty directory for files that the check must open, such as a database; the caller empties it
     *      afterwards
     */
    default TreeCheck check(Dataset tree, Path scratch) {
        throw new IllegalArgumentException("Services of the kind " + profile().kind() + " have no directory trees");
    }

    /** The files to write into a new volume. A service of this kind loads them when it starts. */
    default List<RestoredFile> files(StoredDump dump) {
        return List.of(RestoredFile.of(dump));
    }

    /**
     * The place in a running server into which a restore puts the dump.
     *
     * @throws RestoreException the target's server is of another kind
     */
    default RestorePlace inServer(StoredDump dump, ServerTarget target) throws RestoreException {
        throw new IllegalArgumentException(
                "Dumps of the kind " + profile().kind() + " are not restored into a running server");
    }

    /**
     * Lists the tables of a dump in the order of the dump. Only called for dumps with {@link
     * io.slackwater.discovery.KindProfile.DumpTrait#TABLES}.
     *
     * @param server the workload whose container has the program that reads the dump
     */
    default List<DumpedTable> tables(StoredDump dump, Workload server) throws RestoreException, InterruptedException {
        throw new IllegalArgumentException("Dumps of the kind " + profile().kind() + " have no list of tables");
    }

    /** The database of this name that the restore with this id created. */
    default RestoredDatabase restoredDatabase(Workload server, String name, String restore) throws RestoreException {
        throw new RestoreException("workload " + server.id() + " is not a database server");
    }

    /**
     * Replaces live data of a running server by the dump.
     *
     * @throws RestoreException dumps of this kind or format cannot be restored in place
     */
    default Replacement replacement(StoredDump dump, ReplacementTarget target) throws RestoreException {
        throw new RestoreException(
                RestoreException.Reason.INVALID,
                "dataset " + dump.dataset()
                        + " cannot be restored in place; restore it into a new volume, or download it");
    }

    /**
     * The files of a server that the dump replaces. Asked for dumps that no running server takes.
     *
     * @throws RestoreException dumps of this kind or format cannot be restored in place
     */
    default ServerFiles serverFiles(StoredDump dump, Workload server) throws RestoreException, InterruptedException {
        throw new RestoreException(
                RestoreException.Reason.INVALID,
                "dataset " + dump.dataset()
                        + " cannot be restored in place; restore it into a new volume, or download it");
    }

    /** The live and the restored data of a replacement that the journal knows. */
    default Exchange exchange(Workload server, ReplacedData data) throws RestoreException {
        throw new RestoreException("workload " + server.id() + " has no data that a restore replaced");
    }
}
