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
                        AlarmText.of("title.repository.trouble", repository),
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
                        AlarmText.of("title.repository.failed", repository),
                        named(
                                Sentence.of(newest.message()),
                                failed.stream().map(DatasetHealth::dataset).toList()),
                        AlarmText.of("remedy.repository.failed"))
                .after(REPEATED)
                .because(List.of(newest.cause()));
    }

    private static String named(String reason, Collection<String> failed) {
        return failed.isEmpty()
                ? reason
                : "%s Backups failed because of that: %s".formatted(Sentence.ended(reason), String.join(", ", failed));
    }

    /** Returns the remedy for a repository with problems. */
    static AlarmText remedy(String repository, Collection<Failure> failures) {
        return AlarmText.joined(failures.stream()
                        .map(failure -> AlarmText.of(remedyKey(failure), repository))
                        .distinct()
                        .toList())
                .then(AlarmText.of("remedy.repository.check", repository));
    }

    private static String remedyKey(Failure failure) {
        return switch (failure) {
            case OTHER_REPOSITORY -> "remedy.repository.otherRepository";
            case NO_REPOSITORY -> "remedy.repository.missing";
            case WRONG_KEY, KEY_MISSING -> "remedy.repository.key";
            case DISK_FULL, READ_ONLY -> "remedy.repository.disk";
            case SCRATCH_FULL -> "remedy.repository.scratch";
            case DAMAGED, INCOMPLETE -> "remedy.repository.damaged";
            case NETWORK -> "remedy.repository.network";
            case IDLE -> "remedy.repository.idle";
            case LOCKED -> "remedy.repository.locked";
            case SOURCE, GROWING, NOT_BEGUN, ELSEWHERE, FREEZE_ENDED, CANCELLED, KILLED, OTHER ->
                "remedy.repository.other";
        };
    }

    /** Another program removed verified snapshots from a repository. */
    public static Alarm lost(String repository, String reason, Collection<String> datasets) {
        return AlarmSource.REPOSITORY
                .critical(
                        repository + ":lost",
                        AlarmText.of("title.repository.lost", repository),
                        reason,
                        AlarmText.of("remedy.repository.lost"))
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
                        AlarmText.of("title.repository.waits", repository),
                        reason,
                        AlarmText.of("remedy.repository.waits"))
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
        return Optional.of(AlarmSource.REPOSITORY.critical(
                repository + DISK_LOW,
                AlarmText.of("title.repository.diskLow", repository),
                named(
                        "%d MiB are free. Below %d MiB Slackwater writes no backup to it."
                                .formatted(free.getAsLong() / MIB, minFreeMiB),
                        failed),
                AlarmText.of("remedy.repository.diskLow")));
    }
}
