package io.slackwater.alert;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.discovery.Sentence;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.RunRecord;
import io.slackwater.repository.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For {@link AlarmSource#REPOSITORY}: a repository cannot be used, is damaged, lost snapshots or has no space. */
public final class RepositoryProblems {

    private static final long MIB = 1024L * 1024;
    private static final String TROUBLE = ":trouble";
    private static final String DISK_LOW = ":disk-low";
    private static final String FAILED = ":failed";

    /** Longer than the time between two looks at a repository: a lock that the next look does not find needs nobody. */
    private static final Duration LOCK = Duration.ofMinutes(20);

    /** Longer than the time between two retries. */
    private static final Duration REPEATED = Duration.ofMinutes(20);

    private RepositoryProblems() {}

    /**
     * A repository cannot be used or is damaged.
     *
     * @param failed the datasets whose last backup failed because of that
     */
    public static Alarm trouble(String repository, String reason, Set<Failure> failures, Collection<String> failed) {
        return AlarmSource.REPOSITORY
                .critical(
                        repository + TROUBLE,
                        "Repository %s has a problem".formatted(repository),
                        named(reason, failed),
                        remedy(repository, failures))
                .because(failures);
    }

    /** Whether backups fail because of the problem that the alarm with this key reports. */
    static boolean preventBackups(String key) {
        return AlarmSource.REPOSITORY.has(key)
                && Stream.of(TROUBLE, DISK_LOW, FAILED).anyMatch(key::endsWith);
    }

    /** Returns the subject of {@link #failed}. */
    public static String failedSubject(String repository) {
        return repository + FAILED;
    }

    /**
     * Backups failed because of a repository that has no other alarm now, such as a full remote disk. After the problem
     * ended, the alarm waits until Slackwater has repeated the backups.
     *
     * @param failed the datasets whose last backup failed because of the repository; not empty
     */
    public static Alarm failed(String repository, List<DatasetHealth> failed) {
        RunRecord newest = failed.stream()
                .flatMap(one -> one.lastRun().stream())
                .max(Comparator.comparing(RunRecord::queued))
                .orElseThrow();
        boolean old = failed.stream().anyMatch(SharedCauses::withoutFreshBackup);
        return new Alarm(
                        AlarmSource.REPOSITORY,
                        failedSubject(repository),
                        old ? Severity.CRITICAL : Severity.WARNING,
                        "Backups into repository %s failed".formatted(repository),
                        named(
                                Sentence.of(newest.message()),
                                failed.stream().map(DatasetHealth::dataset).toList()),
                        "%1$s doctor shows what is wrong with the repository. Slackwater repeats the backups when it can be used, or: %1$s backup DATASET --wait."
                                .formatted(Remedies.TOOL))
                .after(REPEATED)
                .because(List.of(newest.cause()));
    }

    private static String named(String reason, Collection<String> failed) {
        return failed.isEmpty()
                ? reason
                : "%s Backups failed because of that: %s".formatted(Sentence.ended(reason), String.join(", ", failed));
    }

    /** Returns the remedy for a repository with problems. */
    static String remedy(String repository, Collection<Failure> failures) {
        return failures.stream()
                        .map(RepositoryProblems::remedy)
                        .distinct()
                        .collect(Collectors.joining(" "))
                        .formatted(repository)
                + " Then: %s check %s --wait. A successful check ends this alarm.".formatted(Remedies.TOOL, repository);
    }

    private static String remedy(Failure failure) {
        return switch (failure) {
            case OTHER_REPOSITORY ->
                "Another repository is at its place: mount the right one, or correct its uri in the policy. If secrets/keys/%1$s.id was"
                        + " changed, put the recorded id back: it is the id that restic cat config shows for the right repository.";
            case NO_REPOSITORY ->
                "The repository is missing or empty: mount its disk, restore its directory, or correct its uri in the policy."
                        + " Delete nothing, and never run restic init. Only when it is lost for good: move (never delete)"
                        + " secrets/keys/%1$s.key and .id to a safe place; the next backup begins a new repository.";
            case WRONG_KEY, KEY_MISSING ->
                "The repository's key is wrong or missing: put the key of the recovery kit into secrets/keys/%1$s.key.";
            case DISK_FULL, READ_ONLY ->
                "The repository's disk is full or read-only. Free space, or correct its mount (df -h).";
            case SCRATCH_FULL ->
                "The disk of restic's temporary files is full. Free space in /data of Slackwater's container (the volume"
                        + " slackwater-data), or in /tmp of Backrest's.";
            case DAMAGED, INCOMPLETE ->
                "The repository is damaged: do not change it. Copy it, repair the copy as restic's troubleshooting page says, then back up again.";
            case NETWORK ->
                "The repository's server cannot be reached: check the server and the network. Slackwater tries again.";
            case IDLE ->
                "restic made no progress: check the source and the repository's disk or server. Slackwater tries again.";
            case LOCKED ->
                "Another program holds the repository's lock: look at Backrest's page, and for other restic processes. Slackwater tries again.";
            case SOURCE, GROWING, NOT_BEGUN, ELSEWHERE, FREEZE_ENDED, CANCELLED, KILLED, OTHER ->
                "restic failed. docker compose logs slackwater shows its output.";
        };
    }

    /** Another program removed verified snapshots from a repository. */
    public static Alarm lost(String repository, String reason, Collection<String> datasets) {
        return AlarmSource.REPOSITORY
                .critical(
                        repository + ":lost",
                        "Snapshots are gone from repository %s".formatted(repository),
                        reason,
                        ("%1$s list DATASET shows the remaining snapshots. Find the program that deletes snapshots there: Backrest's page, another policy, or"
                                        + " restic with the key. A dataset without another snapshot is backed up again at once, unless its plan is disabled."
                                        + " This alarm ends when each dataset has a newer verified snapshot, after an hour at the earliest. %1$s acknowledge"
                                        + " DATASET ends it at once.")
                                .formatted(Remedies.TOOL))
                .because(datasets);
    }

    /**
     * The lock of another program blocks {@code forget} and {@code check} in a
     * repository that has no other problem.
     */
    public static Alarm waiting(String repository, String reason) {
        return AlarmSource.REPOSITORY
                .warning(
                        repository + ":waits",
                        "Another program locks repository %s".formatted(repository),
                        reason,
                        "scripts/backrest-management.sh doctor shows whether the lock is gone. Slackwater tries again every 15 minutes and after the next backup.")
                .after(LOCK);
    }

    /**
     * The free disk space is below the policy's minimum, so no backup is written.
     *
     * @param free bytes; when empty (unknown), no alarm is raised
     * @param minFreeMiB the policy's {@code limits.minFreeMiB}
     * @param failed the datasets whose last backup failed because of that
     */
    public static Optional<Alarm> lowDisk(
            String repository, OptionalLong free, int minFreeMiB, Collection<String> failed) {
        if (free.isEmpty() || free.getAsLong() >= minFreeMiB * MIB) {
            return Optional.empty();
        }
        return Optional.of(
                AlarmSource.REPOSITORY.critical(
                        repository + DISK_LOW,
                        "The disk of repository %s is nearly full".formatted(repository),
                        named(
                                "%d MiB are free. Below %d MiB Slackwater writes no backup to it."
                                        .formatted(free.getAsLong() / MIB, minFreeMiB),
                                failed),
                        "df -h shows the disk: free some space, or enlarge it. scripts/backrest-management.sh schedule shows the next prune. Backups continue by themselves above limits.minFreeMiB of the policy."));
    }
}
