package io.slackwater.journal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Stores which objects in Backrest belong to Slackwater, and what Slackwater still has to do there. */
public record BackrestStore(Database database) {

    /** The journal keeps this number of reverted edits. */
    public static final int MOST_REVERTS = 50;

    /** A kind of object in Backrest's configuration that can belong to Slackwater. */
    public enum Owned {
        REPOSITORY,
        PLAN
    }

    /**
     * A position in the list of Backrest's operations.
     *
     * @param modno the version number of Backrest's configuration at that time; -1 when an operation was not processed
     *     yet
     * @param newest the id of an operation; Slackwater has processed this operation and all older operations
     */
    public record LogPosition(long modno, long newest) {}

    /**
     * Consecutive backups that failed in Backrest before Backrest called Slackwater for the data.
     *
     * @param times the number of these backups
     * @param dataset the dataset of the last of these backups
     * @param said Backrest's error message for that backup
     */
    public record MissedBackups(int times, String dataset, String said) {}

    private record Stored(
            Optional<LogPosition> log,
            Optional<MissedBackups> missed,
            Optional<QueuedBackups> queued,
            SortedSet<String> toIndex,
            SortedSet<String> released,
            Map<String, String> repositories,
            Map<String, String> plans) {}

    /** Returns a fingerprint of each plan or repository as Slackwater last wrote it, by its id in Backrest. */
    public Map<String, String> prints(Owned kind) {
        return kind == Owned.PLAN ? stored().plans() : stored().repositories();
    }

    /** Replaces all fingerprints of a kind. */
    public void prints(Owned kind, Map<String, String> prints) {
        set(kind == Owned.PLAN ? "plans" : "repositories", prints);
    }

    /** Returns the last edits that Slackwater reverted, newest first. */
    public List<Revert> reverts() {
        return database.list(Revert.class, "SELECT * FROM backrest_revert ORDER BY seq DESC LIMIT ?", MOST_REVERTS);
    }

    public void reverted(Revert revert) {
        database.write(sql -> {
            Columns.of(revert).insert(sql, "backrest_revert");
            sql.update("DELETE FROM backrest_revert WHERE seq <= last_insert_rowid() - ?", MOST_REVERTS);
        });
    }

    /**
     * Returns the backups that waited in Backrest's queue before Slackwater wrote the configuration. The write may have
     * removed them, so Slackwater starts missing ones again. Empty when no such check is due.
     */
    public Optional<QueuedBackups> queued() {
        return stored().queued();
    }

    public void queued(Optional<QueuedBackups> queued) {
        set("queued", queued);
    }

    /** Returns the repositories whose snapshots Backrest must index again. */
    public SortedSet<String> toIndex() {
        return stored().toIndex();
    }

    public void toIndex(Set<String> repositories) {
        set("to_index", repositories);
    }

    /** Returns the ids of plans without a dataset that an admin asked to remove from Backrest. */
    public SortedSet<String> released() {
        return stored().released();
    }

    public void released(Set<String> plans) {
        set("released", plans);
    }

    /** Returns how far Slackwater has read the list of Backrest's operations. */
    public Optional<LogPosition> log() {
        return stored().log();
    }

    public void log(LogPosition position) {
        set("log", position);
    }

    /** Returns the backups that failed in Backrest before Backrest called Slackwater; empty after a success. */
    public Optional<MissedBackups> missed() {
        return stored().missed();
    }

    public void missed(Optional<MissedBackups> backups) {
        set("missed", backups);
    }

    private Stored stored() {
        return database.first(Stored.class, "SELECT * FROM backrest").orElseThrow();
    }

    private void set(String column, Object value) {
        database.update("UPDATE backrest SET " + column + " = ?", value);
    }
}
