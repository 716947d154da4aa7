package io.slackwater.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.journal.PinStore;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.Verified;
import io.slackwater.kind.RestoreException;
import io.slackwater.repository.SnapshotFile;
import io.slackwater.restore.DumpContents;
import io.slackwater.restore.FoundFiles;
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

/** Looks into verified snapshots, and searches them for files. */
@Path("/api/v1")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class SnapshotFilesResource {

    /** How many entries of a directory one answer has at most. */
    static final int PAGE = 1000;

    private final SnapshotFiles files;
    private final DumpContents dumps;
    private final PinStore verdicts;
    private final RunStore runStore;
    private final SeenInventory inventory;
    private final SecurityIdentity identity;

    public SnapshotFilesResource(
            SnapshotFiles files,
            DumpContents dumps,
            PinStore verdicts,
            RunStore runStore,
            SeenInventory inventory,
            SecurityIdentity identity) {
        this.files = files;
        this.dumps = dumps;
        this.verdicts = verdicts;
        this.runStore = runStore;
        this.inventory = inventory;
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

    /**
     * The tables of a dump, in the order of the dump.
     *
     * @param size always null: the list of a dump has no sizes
     */
    public record TableView(
            String name, boolean hasRows, @Nullable Long size) {}

    /** Lists the tables of a dump. */
    @GET
    @Path("/snapshots/{id}/tables")
    public List<TableView> tables(String id) throws RestoreException, InterruptedException {
        Verified snapshot = RequestChecks.snapshot(id, verdicts);
        inventory.get();
        return dumps.tables(requester(), snapshot.dataset(), snapshot.snapshot()).stream()
                .map(table -> new TableView(table.name(), table.hasRows(), null))
                .toList();
    }

    /**
     * The result of a search.
     *
     * @param name the pattern
     * @param searched how many snapshots were searched
     * @param notSearched the ids of the snapshots whose repository cannot be opened now
     * @param more whether there are more versions than these
     * @param files in the order of their paths; of one path, the newest version comes first
     */
    public record SearchView(
            String dataset,
            String name,
            int searched,
            List<String> notSearched,
            boolean more,
            List<VersionView> files) {}

    /**
     * A version of a file: the same path, size and time.
     *
     * @param size in bytes; null for anything but files
     * @param snapshots the snapshots that have it, newest data first
     */
    public record VersionView(
            String path, String type, @Nullable Long size, Instant modified, List<SnapshotTime> snapshots) {

        static VersionView of(FoundFiles.Version version) {
            SnapshotFile file = version.file();
            return new VersionView(
                    file.path(),
                    file.type(),
                    file.isFile() ? file.size() : null,
                    file.modified(),
                    version.snapshots().stream()
                            .map(one -> new SnapshotTime(one.snapshot(), one.time()))
                            .toList());
        }
    }

    /** @param time when its data were captured */
    public record SnapshotTime(String id, Instant time) {}

    /** Searches the snapshots of a dataset. */
    @GET
    @Path("/datasets/{id}/files")
    public SearchView find(String id, @QueryParam("name") @Nullable String name)
            throws RestoreException, InterruptedException {
        if (name == null || name.isEmpty()) {
            throw Problem.invalid("the parameter name is missing: /api/v1/datasets/" + id + "/files?name=*.jpg");
        }
        RequestChecks.dataset(id, runStore, inventory);
        FoundFiles found = files.find(requester(), id, name);
        return new SearchView(
                id,
                name,
                found.searched(),
                found.left().stream().map(Verified::snapshot).toList(),
                found.more(),
                found.versions().stream().map(VersionView::of).toList());
    }

    private Requester requester() {
        return new Requester(identity.getPrincipal().getName(), identity.hasRole(Role.ADMIN.word()));
    }
}
