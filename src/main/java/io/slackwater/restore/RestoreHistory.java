package io.slackwater.restore;

import io.slackwater.journal.JournalException;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStore;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * The restores of this process and of earlier ones. A restore counts as running until the journal has its end. If it is
 * still running there at the next start, it was interrupted and is undone. Safe for use by several threads.
 */
public final class RestoreHistory {

    private static final Logger LOG = Logger.getLogger(RestoreHistory.class);

    private final RestoreStore store;
    private final Clock clock;
    private final Consumer<RestoreRecord> ended;
    private final Map<String, RestoreRecord> unwritten = new LinkedHashMap<>();
    private final Map<String, RestoreRecord> interrupted = new LinkedHashMap<>();

    /**
     * Reads the restores. Those that still count as running were interrupted when the last process ended.
     *
     * @param ended called with each restore that ended, because it may have created data that need a backup
     */
    public RestoreHistory(RestoreStore store, Clock clock, Consumer<RestoreRecord> ended) {
        this.store = store;
        this.clock = clock;
        this.ended = ended;
        store.all().stream()
                .filter(restore -> restore.state() == State.RUNNING)
                .forEach(restore -> interrupted.put(
                        restore.id(), restore.end(State.FAILED, clock.instant(), InterruptedRestore.notUndone(""))));
    }

    /**
     * Records the end of a restore. If the journal cannot be written, the restore counts as running, and {@link #write}
     * tries again.
     */
    void end(RestoreRecord restore, State outcome, String message) {
        RestoreRecord over = restore.end(outcome, clock.instant(), message);
        synchronized (this) {
            unwritten.put(over.id(), over);
            write();
        }
        LOG.logf(
                outcome == State.SUCCEEDED ? Level.INFO : Level.WARN,
                "restore ended restore=%s dataset=%s snapshot=%s target=%s state=%s reason=%s",
                over.id(),
                over.dataset(),
                over.snapshot(),
                over.target(),
                outcome,
                message);
        ended.accept(over);
    }

    synchronized void write() {
        for (RestoreRecord restore : List.copyOf(unwritten.values())) {
            try {
                store.update(restore);
            } catch (JournalException e) {
                LOG.errorf(
                        "the journal could not record the end of a restore yet restore=%s reason=%s",
                        restore.id(), e.getMessage());
                return;
            }
            unwritten.remove(restore.id());
            interrupted.remove(restore.id());
        }
    }

    /** Records that a failed restore of this process is not undone yet. It is then undone like an interrupted one. */
    synchronized void unfinished(RestoreRecord restore, String why) {
        LOG.errorf("restore=%s dataset=%s is not undone yet: %s", restore.id(), restore.dataset(), why);
        interrupted.put(restore.id(), restore.end(State.FAILED, clock.instant(), why));
    }

    /** Shows to users why an interrupted restore is not undone yet. The journal does not store this reason. */
    synchronized void delayed(RestoreRecord restore, String why) {
        LOG.debugf("interrupted restore=%s dataset=%s: %s", restore.id(), restore.dataset(), why);
        interrupted.computeIfPresent(
                restore.id(), (id, one) -> one.end(State.FAILED, one.ended().orElseThrow(), why));
    }

    /** Returns the interrupted restores of earlier processes that are not undone yet. */
    synchronized List<RestoreRecord> interrupted() {
        return interrupted.values().stream()
                .filter(restore -> !unwritten.containsKey(restore.id()))
                .toList();
    }

    Optional<RestoreRecord> find(String id) {
        return store.find(id).map(this::shown);
    }

    /** Returns all restores, oldest first. */
    List<RestoreRecord> all() {
        return store.all().stream().map(this::shown).toList();
    }

    private synchronized RestoreRecord shown(RestoreRecord restore) {
        return interrupted.getOrDefault(restore.id(), restore);
    }
}
