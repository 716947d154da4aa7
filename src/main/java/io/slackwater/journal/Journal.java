package io.slackwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The store of what must survive a crash. Every method is one transaction, durable when it returns, and throws {@link
 * JournalException} when it could not be written: nothing half is ever kept. Safe for use by several threads.
 */
public interface Journal extends AutoCloseable {

    /** Writes and removes a probe row: throws when the journal cannot be written (full disk, read-only). */
    void probe();

    // ---- runs

    /**
     * Records a queued run.
     *
     * @throws IllegalStateException a run of this id is there already
     */
    void queued(RunRecord run);

    /**
     * Replaces the run's row. The caller changed it from the row it read; an ended run is never changed again. Success is recorded
     * by {@link #verified(Verified, RunRecord)} only.
     *
     * @throws IllegalStateException the run is not there, or {@link RunState}'s diagram has no arrow to the new state: it ended
     *     meanwhile, for example by being cancelled
     * @throws IllegalArgumentException an end without an end time, an end time without an end, or a success without a verdict
     */
    void update(RunRecord run);

    Optional<RunRecord> run(String id);

    /** Newest first. A null-free filter: empty optionals match all. */
    List<RunRecord> runs(Optional<String> dataset, Optional<RunState> state, int limit);

    /** Runs that have not ended, oldest first. */
    List<RunRecord> openRuns();

    /** The newest run of the dataset that ended {@link RunState#SUCCEEDED}, and whose snapshot was not found damaged since. */
    Optional<RunRecord> lastSuccess(String dataset);

    /** All datasets that ever had a run. */
    Set<String> datasets();

    // ---- verdicts: trust is positive, only what is here may be restored or counted

    /**
     * Records that a snapshot is whole, together with the run's end, in one transaction.
     *
     * @throws IllegalStateException the run ended already, or the snapshot is poison: neither is recorded then
     * @throws IllegalArgumentException the verdict and the run do not belong together
     */
    void verified(Verified verdict, RunRecord endedRun);

    /** Verified snapshots of a dataset that were not forgotten or found damaged, newest data first. */
    List<Verified> verified(String dataset);

    /** The verdict on a snapshot, if it counts. */
    Optional<Verified> verdict(String repository, String snapshot);

    /**
     * A verified snapshot's data were found to be damaged: its verdict counts for nothing until its data are known to be
     * {@link #sound} again. The first time that it was found so is kept.
     */
    void damaged(String repository, String snapshot, Instant at);

    /** Snapshots that were verified once and found damaged since, newest data first. */
    List<Damaged> damaged();

    /** The data of these snapshots were read again and are whole: their verdicts count again. */
    void sound(String repository, Set<String> snapshots);

    /** The contents that the verdicts of a repository are about, by snapshot: restic's tree ids, empty where none was seen yet. */
    Map<String, String> trees(String repository);

    /** Records the contents of snapshots for which none was seen yet. */
    void seen(String repository, Map<String, String> treesBySnapshot);

    /** Removes the verdicts of snapshots that were forgotten, damaged or not. */
    void forgotten(String repository, Set<String> snapshots);

    // ---- poison: snapshots that must go before the dataset's next run

    /**
     * Records that something must be forgotten. Recording the same again only changes the reason.
     *
     * @param snapshot empty: not known yet, whatever carries the run's tag
     * @throws IllegalStateException the snapshot has a verdict: it is no leftover
     */
    void poison(String repository, String dataset, String run, Optional<String> snapshot, String reason);

    List<Poison> poison();

    /** All that was to be forgotten of this run is gone. */
    void cured(String repository, String run);

    // ---- leases

    /** Records the intent to freeze, before anything is frozen. Returns the lease's id. */
    long leaseIntended(LeaseRecord lease);

    void leaseFrozen(long id);

    /** The first thaw of a lease is the one that counts; a later one changes nothing. */
    void leaseThawed(long id, String how);

    List<LeaseRecord> openLeases();

    // ---- restores

    /** Records a restore, or how it stands now. The newest 500 are kept, and all that have not ended. */
    void restore(RestoreRecord restore);

    /** Oldest first. One that is running when nobody works at it was broken off. */
    List<RestoreRecord> restores();

    /**
     * The newest restore that made this database, if it is still known.
     *
     * @param identity as in {@link RestoreRecord#identity}, not empty
     */
    Optional<RestoreRecord> restoreOf(String identity);

    // ---- schedule and alarms: small named values

    /** When the named thing was last done ({@code plan:critical}, {@code prune:models}); empty when never. */
    Optional<Instant> lastDone(String what);

    void done(String what, Instant at);

    /** Alarms that are raised, by key. */
    Map<String, AlarmRecord> alarms();

    void raise(AlarmRecord alarm);

    void clear(String key);

    /** Values that a person acknowledged or that we remember about a dataset (its file count, its size). */
    Optional<String> note(String key);

    void note(String key, String value);

    // ---- audit

    /** Appends to the hash-chained audit trail. */
    void audit(String actor, String action, String subject, String detail);

    /** Checks the whole chain. */
    boolean auditIntact();

    /** Writes a consistent copy of the whole journal to a new file. */
    void copyTo(java.nio.file.Path file);

    @Override
    void close();

    /**
     * A snapshot with a verdict.
     *
     * @param time from when its data are: when its capture began, which restic's time of the snapshot follows within moments. The
     *     verdict came at the end of its run
     * @param facts what a restore will want to know of the service as it was then; no secrets
     */
    record Verified(
            String repository,
            String snapshot,
            String dataset,
            String run,
            String set,
            Instant time,
            long bytes,
            String sha256,
            String file,
            Map<String, String> facts) {

        public Verified {
            facts = Map.copyOf(facts);
        }
    }

    /** A snapshot whose verdict does not count any more, and since when that is known. */
    record Damaged(Verified verdict, Instant found) {}

    /** A snapshot to forget. */
    record Poison(String repository, String dataset, String run, Optional<String> snapshot, String reason) {}

    /**
     * A freeze.
     *
     * @param containers ids with their start times, so that a container restarted by others is never touched
     * @param intended when it was to begin: it was journaled before anything was paused
     * @param bootId the kernel's boot id
     * @param deadlineUptime the kernel's uptime at which it must be over
     */
    record LeaseRecord(
            long id,
            String run,
            String dataset,
            Map<String, Instant> containers,
            Instant intended,
            String bootId,
            Duration deadlineUptime,
            boolean frozen) {}

    /**
     * A raised alarm.
     *
     * @param lastSent when its receiver last got it; empty while it never did
     * @param over when its cause went away, while the receiver has not been told yet
     */
    record AlarmRecord(
            String key,
            String severity,
            String title,
            String detail,
            String remedy,
            Instant since,
            Optional<Instant> lastSent,
            Optional<Instant> over) {

        /** The same, with another time when its receiver last got it. */
        public AlarmRecord sent(Optional<Instant> at) {
            return new AlarmRecord(key, severity, title, detail, remedy, since, at, over);
        }
    }
}
