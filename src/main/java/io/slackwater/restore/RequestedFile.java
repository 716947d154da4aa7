package io.slackwater.restore;

import io.slackwater.kind.ExecFeed;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.SnapshotFile;
import io.slackwater.repository.SnapshotReader;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory of a snapshot, for a download. A directory becomes a tar, whose paths begin with the directory's
 * name.
 *
 * @param path its path in the snapshot
 * @param name the name of the file that the user gets
 * @param bytes how many bytes it has at least, as far as that is known before it is read
 */
record RequestedFile(String path, String name, long bytes, ExecFeed.Input content) {

    /**
     * Finds the file.
     *
     * @param path empty for the file of a dump, or for the whole directory of a dataset
     * @throws RestoreException the path is wrong, or the snapshot has no such file or directory
     */
    static RequestedFile of(ChosenSnapshot chosen, String path)
            throws RestoreException, RepositoryException, InterruptedException {
        SnapshotReader reader = chosen.repository().contents();
        String id = chosen.id();
        if (!chosen.isTree()) {
            String dump = chosen.verdict().file();
            return new RequestedFile(
                    "/" + dump, dump, chosen.verdict().bytes(), sink -> reader.dump(id, "/" + dump, sink));
        }
        String wanted = SnapshotPath.of(chosen.verdict(), path);
        SnapshotFile entry = entry(reader, id, wanted);
        if (entry == null) {
            throw new RestoreException(
                    Reason.NOT_FOUND, "snapshot " + chosen.verdict().shortId() + " has no " + wanted);
        }
        if (entry.isDirectory()) {
            long known =
                    wanted.equals(chosen.verdict().file()) ? chosen.verdict().bytes() : 0;
            return new RequestedFile(
                    wanted, entry.name() + ".tar", known, sink -> reader.dumpDirectory(id, wanted, sink));
        }
        if (!entry.isFile()) {
            throw new RestoreException(
                    Reason.INVALID,
                    wanted + " of snapshot " + chosen.verdict().shortId() + " is no file or directory but a "
                            + entry.type() + "; download the directory that has it");
        }
        return new RequestedFile(wanted, entry.name(), entry.size(), sink -> reader.dump(id, wanted, sink));
    }

    /** Returns the entry with this path; null when there is none. */
    private static @Nullable SnapshotFile entry(SnapshotReader reader, String snapshot, String path)
            throws RepositoryException, InterruptedException {
        AtomicReference<@Nullable SnapshotFile> found = new AtomicReference<>();
        reader.directory(snapshot, path, entry -> {
            if (entry.path().equals(path)) {
                found.set(entry);
            }
        });
        return found.get();
    }
}
