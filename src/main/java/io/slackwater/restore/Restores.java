package io.slackwater.restore;

import io.slackwater.discovery.Sentence;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStore;
import io.slackwater.journal.RestoredObject;
import io.slackwater.journal.SuspectedDamageStore;
import io.slackwater.journal.Verified;
import io.slackwater.kind.ExecFeed;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestorePlace;
import io.slackwater.repository.RepositoryException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.MDC;

/**
 * Restores verified snapshots into new places. Existing data are never overwritten. Safe for use by several threads.
 */
public final class Restores {

    private final RestorableSnapshots snapshots;
    private final RestorePlaces places;
    private final SuspectedDamageStore suspected;
    private final RestoreStore store;
    private final AuditLog audit;
    private final RestoreHistory history;
    private final Clock clock;

    public Restores(
            RestorableSnapshots snapshots,
            RestorePlaces places,
            SuspectedDamageStore suspected,
            RestoreStore store,
            AuditLog audit,
            RestoreHistory history,
            Clock clock) {
        this.snapshots = snapshots;
        this.places = places;
        this.suspected = suspected;
        this.store = store;
        this.audit = audit;
        this.history = history;
        this.clock = clock;
    }

    /**
     * Checks the request and its target, and starts the restore in the background. Creates a missing target directory.
     * A known problem of the snapshot becomes a warning in the answer. If data of the snapshot prove to be damaged, the
     * snapshot is no longer offered, and an alarm is raised.
     *
     * @param requester only an admin may restore a snapshot that contains passwords
     */
    public RestoreRecord start(Requester requester, String dataset, String snapshot, RestoreTarget target)
            throws RestoreException, DockerException, InterruptedException {
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        ChosenSnapshot chosen = snapshots.choose(requester, dataset, snapshot);
        RestorePlace place = places.of(id, now, chosen, target);
        place.refuseExisting();
        String words = place.object().words();
        RestoreRecord restore =
                RestoreRecord.begun(id, dataset, chosen.id(), words, now, warning(suspected, chosen.verdict()));
        audit.append(requester.name(), "restore", dataset, chosen.id() + " into " + words + ", restore " + id);
        store.begin(restore, place.object());
        Thread.ofVirtual().name("restore-" + id).start(() -> {
            MDC.put("restore", id);
            MDC.put("dataset", dataset);
            try (RestoreRun run = new RestoreRun(restore, chosen, place, store, snapshots, history)) {
                run.run();
            }
        });
        return restore;
    }

    /**
     * Returns the warning that the snapshot may be damaged; empty for an intact snapshot. The restore is still allowed,
     * because the snapshot may be the last one.
     */
    static Optional<String> warning(SuspectedDamageStore suspected, Verified chosen) {
        return suspected
                .of(chosen)
                .map(damage -> ("Snapshot %s of %s may be damaged since %s: %s The restore continues, and fails at"
                                + " damaged data. scripts/backrest-management.sh list shows which snapshots are not affected.")
                        .formatted(
                                chosen.shortId(),
                                chosen.time().truncatedTo(ChronoUnit.SECONDS),
                                damage.found().truncatedTo(ChronoUnit.SECONDS),
                                Sentence.ended(damage.reason())));
    }

    /**
     * Returns the id of the newest verified snapshot whose data were captured at this time or before.
     *
     * @throws RestoreException there is none
     */
    public String snapshotAt(String dataset, Instant time) throws RestoreException {
        return snapshots.at(dataset, time);
    }

    /** Returns a restore of this process or of an earlier one. The newest 500 are kept. */
    public Optional<RestoreRecord> find(String id) {
        return history.find(id);
    }

    /** Returns all restores, oldest first. */
    public List<RestoreRecord> all() {
        return history.all();
    }

    /**
     * Undoes interrupted restores of earlier processes, as far as that is possible now. Call it after each survey of
     * Docker.
     */
    public void settle() throws InterruptedException {
        history.write();
        for (RestoreRecord restore : history.interrupted()) {
            RestoredObject object = store.object(restore);
            if (object.type() == RestoredObject.Type.IN_PLACE) {
                continue;
            }
            try {
                InterruptedRestore.End end = places.interrupted().undo(restore, object);
                history.end(restore, end.state(), end.message());
            } catch (RestoreException | DockerException e) {
                history.delayed(restore, InterruptedRestore.notUndone(": " + e.getMessage()));
            }
        }
    }

    /**
     * Returns a file of a snapshot for a download, or a directory as a tar.
     *
     * @param requester only an admin may download from a snapshot that contains passwords
     * @param path the path inside the snapshot; empty for the single file of a dump, or for all files of a dataset
     */
    public Download download(Requester requester, String dataset, String snapshot, String path)
            throws RestoreException, InterruptedException {
        ChosenSnapshot chosen = snapshots.choose(requester, dataset, snapshot);
        RequestedFile file;
        try {
            file = RequestedFile.of(chosen, path);
        } catch (RepositoryException e) {
            snapshots.failed(chosen, Optional.of(e.failure()), String.valueOf(e.getMessage()));
            throw RestoreException.failed("download of " + path + " from snapshot " + chosen.id(), e);
        }
        audit.append(requester.name(), "download", dataset, chosen.id() + " " + file.path());
        return new Download(file.name(), warning(suspected, chosen.verdict()), file.bytes(), sink -> {
            try {
                file.content().writeTo(sink);
            } catch (RepositoryException e) {
                snapshots.failed(chosen, Optional.of(e.failure()), String.valueOf(e.getMessage()));
                throw e;
            }
        });
    }

    /**
     * A file for the requester.
     *
     * @param warning a known problem of its snapshot; empty without one
     * @param bytes how many bytes it has at least, as far as that is known before it is read
     */
    public record Download(String name, Optional<String> warning, long bytes, ExecFeed.Input content) {

        /** The name with only those characters that every client accepts in a header. */
        public String headerName() {
            return name.replaceAll("[^A-Za-z0-9._ -]", "_");
        }
    }
}
