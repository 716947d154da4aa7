package io.slackwater.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.journal.PinStore;
import io.slackwater.journal.Verified;
import io.slackwater.kind.RestoreException;
import io.slackwater.repository.SnapshotFile;
import io.slackwater.restore.Requester;
import io.slackwater.restore.SnapshotFiles;
import io.slackwater.signin.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks into verified snapshots. */
@Path("/api/v1")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class SnapshotFilesResource {

    /** How many entries of a directory one answer has at most. */
    static final int PAGE = 1000;

    private final SnapshotFiles files;
    private final PinStore verdicts;
    private final SecurityIdentity identity;

    public SnapshotFilesResource(SnapshotFiles files, PinStore verdicts, SecurityIdentity identity) {
        this.files = files;
        this.verdicts = verdicts;
        this.identity = identity;
    }

    /**
     * A page of a directory.
     *
     * @param path the directory's path in the snapshot
     * @param page counts from 1
     * @param total how many entries the directory has
     * @param entries in the order of their names
     */
    public record DirectoryView(
            String snapshot, String dataset, String path, int page, int pages, long total, List<FileView> entries) {}

    /**
     * A file, a directory or another entry of a directory.
     *
     * @param type restic's word: {@code file}, {@code dir}, {@code symlink}, {@code fifo} …
     * @param size in bytes; null for anything but files
     * @param mode the permissions as {@code chmod} takes them, such as {@code 0644}
     */
    public record FileView(
            String name, String type, @Nullable Long size, Instant modified, String mode) {

        static FileView of(SnapshotFile file) {
            return new FileView(
                    file.name(),
                    file.type(),
                    file.isFile() ? file.size() : null,
                    file.modified(),
                    "%04o".formatted(file.mode()));
        }
    }

    @GET
    @Path("/snapshots/{id}/files")
    public DirectoryView files(
            String id, @QueryParam("path") @Nullable String path, @QueryParam("page") @Nullable String number)
            throws RestoreException, InterruptedException {
        int page = RequestChecks.page(number);
        Verified snapshot = RequestChecks.snapshot(id, verdicts);
        SnapshotFiles.Directory found = files.directory(
                requester(),
                snapshot.dataset(),
                snapshot.snapshot(),
                path == null ? "" : path,
                (page - 1L) * PAGE,
                PAGE);
        int pages = (int) Math.max(1, (found.total() + PAGE - 1) / PAGE);
        if (page > pages) {
            throw Problem.invalid("page=" + page + " is not allowed; the last page of this directory is " + pages);
        }
        return new DirectoryView(
                snapshot.snapshot(),
                snapshot.dataset(),
                found.path(),
                page,
                pages,
                found.total(),
                found.entries().stream().map(FileView::of).toList());
    }

    private Requester requester() {
        return new Requester(identity.getPrincipal().getName(), identity.hasRole(Role.ADMIN.word()));
    }
}
