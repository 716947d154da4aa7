package io.slackwater.kind;

import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.TreeCheck;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.DiscoverableKind;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.kind.RestoreException.Reason;
import java.nio.file.Path;
import java.util.List;

/**
 * A kind of service: how its containers are recognised, and how their data are captured, checked and restored. The only extension
 * point for a kind. Safe for use by several threads.
 */
public interface ServiceKind extends DiscoverableKind {

    /** How a dump of this kind is made and checked. A kind without dumps has none. */
    default StreamCapture capture(Source.Stream source) {
        throw new IllegalArgumentException("The kind " + profile().kind() + " makes no dumps");
    }

    /**
     * Starts the check of a stored tree of this kind.
     *
     * @param scratch an empty directory for files that must be opened (a database); emptied by the caller afterwards
     */
    default TreeCheck check(Dataset tree, Path scratch) {
        throw new IllegalArgumentException("The kind " + profile().kind() + " has no trees");
    }

    /** The files that a service of this kind loads when it starts on a new volume. */
    default List<RestoredFile> files(StoredDump dump) {
        return List.of(RestoredFile.of(dump));
    }

    /**
     * The place of a dump in a running server.
     *
     * @throws RestoreException the target's server is of another kind
     */
    default RestorePlace inServer(StoredDump dump, ServerTarget target) throws RestoreException {
        throw new IllegalArgumentException("The kind " + profile().kind() + " restores into no server");
    }

    /** The database of this name that a restore created. */
    default RestoredDatabase restoredDatabase(Workload server, String name, String restore) throws RestoreException {
        throw new RestoreException(Reason.FAILED, "workload " + server.id() + " is no database server now");
    }
}
