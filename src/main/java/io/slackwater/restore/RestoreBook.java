package io.slackwater.restore;

import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RestoreRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The restores, kept over a restart. None is told to have ended before the journal knows it: what is running there at the next start
 * was broken off, and is undone. Safe for use by several threads.
 */
final class RestoreBook {

    private static final Logger LOG = Logger.getLogger(RestoreBook.class);
    private static final int REMEMBERED = 500;

    private final Journal journal;
    private final Map<String, RestoreRecord> restores = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RestoreRecord> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Map<String, RestoreRecord> unwritten = new LinkedHashMap<>();
    private final Map<String, RestoreRecord> broken = new LinkedHashMap<>();

    /** @param now what is running in the journal was broken off before */
    RestoreBook(Journal journal, Instant now) {
        this.journal = journal;
        for (RestoreRecord restore : journal.restores()) {
            if (restore.state() == RestoreRecord.State.RUNNING) {
                broken.put(restore.id(), restore);
                restores.put(
                        restore.id(),
                        restore.endedAt(
                                now,
                                RestoreRecord.State.FAILED,
                                BrokenRestore.BROKEN_OFF + "; what there is of it is looked after"));
            } else {
                restores.put(restore.id(), restore);
            }
        }
    }

    /** @throws JournalException it cannot be recorded; then nothing may be done */
    synchronized void begin(RestoreStatus status, RestoreTarget target) {
        RestoreRecord restore = new RestoreRecord(
                status.id(),
                status.dataset(),
                status.snapshot(),
                kind(target),
                target instanceof RestoreTarget.Database database
                        ? database.workload().orElse("")
                        : "",
                place(target),
                status.target(),
                RestoreRecord.State.RUNNING,
                status.started(),
                Optional.empty(),
                "",
                status.warning().orElse(""),
                "");
        journal.restore(restore);
        restores.put(status.id(), restore);
    }

    /**
     * The database of a restore is there.
     *
     * @throws JournalException it cannot be recorded; then nothing more may be done with it
     */
    synchronized void made(String id, String identity) {
        RestoreRecord restore = restores.get(id);
        if (restore != null) {
            RestoreRecord made = restore.made(identity);
            journal.restore(made);
            restores.put(id, made);
        }
    }

    /** Tries it again with {@link #write} when the journal is full; until then it counts as running. */
    synchronized void end(String id, RestoreStatus.State outcome, Instant at, String message) {
        RestoreRecord restore = restores.get(id);
        if (restore == null) {
            return;
        }
        unwritten.put(id, restore.endedAt(at, RestoreRecord.State.valueOf(outcome.name()), message));
        write();
    }

    synchronized void write() {
        for (RestoreRecord restore : List.copyOf(unwritten.values())) {
            try {
                journal.restore(restore);
            } catch (JournalException e) {
                LOG.errorf("the end of restore %s is not in the journal yet reason=%s", restore.id(), e.getMessage());
                return;
            }
            restores.put(restore.id(), restore);
            unwritten.remove(restore.id());
            broken.remove(restore.id());
        }
    }

    /** Why one that was broken off is not undone yet; told, and not journaled. */
    synchronized void waits(String id, String message) {
        RestoreRecord restore = restores.get(id);
        if (restore != null && !restore.message().equals(message)) {
            LOG.warnf("restore broken off restore=%s dataset=%s: %s", id, restore.dataset(), message);
            restores.put(id, restore.endedAt(restore.ended().orElse(restore.started()), restore.state(), message));
        }
    }

    /** Those that an earlier process did not end, and that are not undone yet. */
    synchronized Collection<RestoreRecord> broken() {
        return broken.values().stream()
                .filter(one -> !unwritten.containsKey(one.id()))
                .toList();
    }

    synchronized Optional<RestoreStatus> find(String id) {
        return Optional.ofNullable(restores.get(id)).map(RestoreBook::status);
    }

    synchronized List<RestoreStatus> all() {
        List<RestoreStatus> all = new ArrayList<>();
        restores.values().forEach(one -> all.add(status(one)));
        return all;
    }

    private static RestoreStatus status(RestoreRecord restore) {
        return new RestoreStatus(
                restore.id(),
                restore.dataset(),
                restore.snapshot(),
                restore.target(),
                RestoreStatus.State.valueOf(restore.state().name()),
                restore.started(),
                restore.ended(),
                restore.message(),
                Optional.of(restore.warning()).filter(words -> !words.isEmpty()));
    }

    /** The place of a record, as it was asked for. */
    static RestoreTarget target(RestoreRecord restore) {
        return switch (restore.kind()) {
            case "database" -> new RestoreTarget.Database(Optional.of(restore.workload()), restore.place());
            case "volume" -> new RestoreTarget.Volume(restore.place());
            default -> new RestoreTarget.Directory(Path.of(restore.place()));
        };
    }

    private static String kind(RestoreTarget target) {
        return switch (target) {
            case RestoreTarget.Database database -> "database";
            case RestoreTarget.Volume volume -> "volume";
            case RestoreTarget.Directory directory -> "directory";
        };
    }

    private static String place(RestoreTarget target) {
        return switch (target) {
            case RestoreTarget.Database database -> database.database();
            case RestoreTarget.Volume volume -> volume.name();
            case RestoreTarget.Directory directory -> directory.path().toString();
        };
    }
}
