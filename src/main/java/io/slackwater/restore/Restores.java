package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStore;
import io.slackwater.kind.ExecFeed;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.RestorePlace;
import io.slackwater.repository.RepositoryException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/** Restores verified snapshots into new places, never over anything that exists. Safe for use by several threads. */
public final class Restores {

    private static final Logger LOG = Logger.getLogger(Restores.class);

    private final RestorableSnapshots snapshots;
    private final RestorePlaces places;
    private final DamageWarning warnings;
    private final RestoreStore store;
    private final AuditLog audit;
    private final RestoreHistory history;
    private final Clock clock;
    private final Consumer<RestoreRecord> ended;

    /** @param ended receives each restore that ended, because it may have created new data to protect */
    public Restores(
            RestorableSnapshots snapshots,
            RestorePlaces places,
            DamageWarning warnings,
            RestoreStore store,
            AuditLog audit,
            Clock clock,
            Consumer<RestoreRecord> ended) {
        this.snapshots = snapshots;
        this.places = places;
        this.warnings = warnings;
        this.store = store;
        this.audit = audit;
        this.history = new RestoreHistory(store, clock.instant());
        this.clock = clock;
        this.ended = ended;
    }

    /**
     * Checks the request and its target, and starts the restore in the background. A directory that is not there is created. A known
     * problem of the snapshot is a warning in the answer. A snapshot whose data turn out to be damaged raises the repository's alarm
     * and is not restorable any more.
     *
     * @param requester only an admin may restore a snapshot that holds passwords
     */
    public RestoreRecord start(Requester requester, String dataset, String snapshot, RestoreTarget target)
            throws RestoreException, InterruptedException {
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        ChosenSnapshot chosen = snapshots.choose(requester, dataset, snapshot);
        RestorePlace place = places.of(id, now, chosen, target);
        try {
            place.refuseExisting();
        } catch (DockerException e) {
            throw new RestoreException(
                    Reason.FAILED, "cannot check whether " + place.words() + " exists: " + e.getMessage(), e);
        }
        RestoreRecord restore =
                RestoreRecord.begun(id, dataset, chosen.id(), place.words(), now, warnings.of(chosen.verdict()));
        audit.append(requester.name(), "restore", dataset, chosen.id() + " into " + place.words() + ", restore " + id);
        store.begin(restore);
        Thread.ofVirtual().name("restore-" + id).start(() -> run(restore, chosen, place));
        return restore;
    }

    private void run(RestoreRecord restore, ChosenSnapshot chosen, RestorePlace place) {
        try {
            String note = new RestoreRun(restore, place, store).run();
            end(restore, RestoreRecord.State.SUCCEEDED, note);
        } catch (RestoreException e) {
            // The message names what could not be undone.
            String message = Stream.concat(Stream.of(e), Arrays.stream(e.getSuppressed()))
                    .map(one -> words(restore, one))
                    .collect(Collectors.joining("; "));
            try {
                snapshots.failed(chosen, e.failure(), message);
            } finally {
                // Also when the alarm cannot be written.
                end(restore, RestoreRecord.State.FAILED, message);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            end(restore, RestoreRecord.State.FAILED, words(restore, e));
        }
    }

    /** The message for the user. The text of an inner exception goes only into the log. */
    private static String words(RestoreRecord restore, Throwable e) {
        if (e instanceof InterruptedException) {
            return "interrupted";
        }
        if (e instanceof RuntimeException || e instanceof Error) {
            LOG.errorf(e, "restore broke dataset=%s", restore.dataset());
            return "an error inside Slackwater; its log at this time shows the cause";
        }
        return String.valueOf(e.getMessage());
    }

    private void end(RestoreRecord begun, RestoreRecord.State outcome, String message) {
        RestoreRecord restore = begun.end(outcome, clock.instant(), message);
        history.end(restore);
        LOG.logf(
                outcome == RestoreRecord.State.SUCCEEDED ? Level.INFO : Level.WARN,
                "restore ended restore=%s dataset=%s snapshot=%s target=%s state=%s reason=%s",
                restore.id(),
                restore.dataset(),
                restore.snapshot(),
                restore.target(),
                outcome,
                message);
        ended.accept(restore);
    }

    /** Also the restores of earlier processes; the newest 500 are kept. */
    public Optional<RestoreRecord> find(String id) {
        return history.find(id);
    }

    /** Oldest first. */
    public List<RestoreRecord> all() {
        return history.all();
    }

    /** Undoes restores that an earlier process did not end, as far as that is possible now. Call it with each look at Docker. */
    public void settle() throws InterruptedException {
        history.write();
        for (RestoreRecord restore : history.interrupted()) {
            try {
                InterruptedRestore.End end = places.interrupted().undo(restore, store.steps(restore.id()));
                LOG.warnf("interrupted restore=%s dataset=%s: %s", restore.id(), restore.dataset(), end.message());
                history.end(restore.end(end.state(), clock.instant(), end.message()));
            } catch (RestoreException e) {
                history.delayed(restore, InterruptedRestore.INTERRUPTED + "; " + e.getMessage());
            }
        }
    }

    /**
     * Chooses a file for a download.
     *
     * @param requester only an admin may download a snapshot that holds passwords
     * @param path inside the snapshot; empty for the one file of a dump
     */
    public Download download(Requester requester, String dataset, String snapshot, String path)
            throws RestoreException, InterruptedException {
        ChosenSnapshot chosen = snapshots.choose(requester, dataset, snapshot);
        if (chosen.isTree() && path.isEmpty()) {
            throw new RestoreException(
                    Reason.INVALID,
                    "dataset " + dataset + " is a tree: name a file by its full path in the snapshot, below "
                            + chosen.verdict().file()
                            + ", in target.path (--file of backrest-management.sh), or restore the whole tree into a volume or directory");
        }
        String file = chosen.isTree() ? path : "/" + chosen.verdict().file();
        audit.append(requester.name(), "download", dataset, chosen.id() + " " + file);
        String name = file.substring(file.lastIndexOf('/') + 1);
        return new Download(name, warnings.of(chosen.verdict()), sink -> {
            try {
                chosen.repository().dump(chosen.id(), file, sink);
            } catch (RepositoryException e) {
                snapshots.failed(chosen, Optional.of(e.failure()), String.valueOf(e.getMessage()));
                throw e;
            }
        });
    }

    /**
     * A file for the requester.
     *
     * @param warning a known problem of its snapshot; else empty
     */
    public record Download(String name, Optional<String> warning, ExecFeed.Input content) {}
}
