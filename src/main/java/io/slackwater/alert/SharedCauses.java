package io.slackwater.alert;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The datasets whose backups fail for one cause: their workload does not run, or their repository cannot be used. The
 * alarm of the cause names these datasets and replaces their own alarms. A dataset that fails for another reason keeps
 * its own alarm. Immutable.
 *
 * @param workloads the datasets by the id of their workload
 * @param repositories the datasets by the name of their repository
 */
public record SharedCauses(Map<String, List<DatasetHealth>> workloads, Map<String, List<DatasetHealth>> repositories) {

    private static final Set<EndCause> OF_REPOSITORY =
            EnumSet.of(EndCause.REPOSITORY_UNAVAILABLE, EndCause.REPOSITORY_INVALID);

    /** The reasons of health that follow from failed backups alone. */
    private static final Set<HealthReason> NO_FRESH_BACKUP =
            EnumSet.of(HealthReason.STALE, HealthReason.NEVER, HealthReason.GONE_STALE);

    /**
     * Finds the shared causes.
     *
     * @param meant whether a user acknowledged that this dataset is gone for good
     * @param exists whether a workload of this id exists
     * @param repository returns the repository of a plan; empty if the policy lacks the plan
     */
    public static SharedCauses of(
            Collection<DatasetHealth> datasets,
            Predicate<String> meant,
            Predicate<String> exists,
            Function<String, Optional<String>> repository) {
        Map<String, List<DatasetHealth>> workloads = new TreeMap<>();
        Map<String, List<DatasetHealth>> repositories = new TreeMap<>();
        for (DatasetHealth health : datasets) {
            if (health.lastRun().isEmpty()
                    || meant.test(health.dataset()) && health.why().missing()) {
                continue;
            }
            RunRecord run = health.lastRun().get();
            if (removed(health, run, exists) || stopped(health, run)) {
                add(workloads, run.workload(), health);
            }
            if (OF_REPOSITORY.contains(run.cause()) && RunAlarms.concerns(health)) {
                repository.apply(run.identity().plan()).ifPresent(name -> add(repositories, name, health));
            }
        }
        return new SharedCauses(workloads, repositories);
    }

    private static void add(Map<String, List<DatasetHealth>> by, String name, DatasetHealth health) {
        by.computeIfAbsent(name, _ -> new ArrayList<>()).add(health);
    }

    /** Whether the dataset was removed with its workload. A dataset without a snapshot leaves nothing to restore. */
    private static boolean removed(DatasetHealth health, RunRecord run, Predicate<String> exists) {
        return removed(health) && health.newest().isPresent() && !exists.test(run.workload());
    }

    static boolean removed(DatasetHealth health) {
        return health.why() == HealthReason.GONE || health.why() == HealthReason.GONE_STALE;
    }

    private static boolean stopped(DatasetHealth health, RunRecord run) {
        return run.cause() == EndCause.NOT_RUNNING && RunAlarms.concerns(health);
    }

    /** Whether a run with this cause fails because of its repository, whatever dataset it backs up. */
    static boolean ofRepository(EndCause cause) {
        return OF_REPOSITORY.contains(cause);
    }

    /** Whether the last run of the dataset failed because of its repository. */
    public static boolean ofRepository(DatasetHealth health) {
        return health.lastRun().filter(run -> ofRepository(run.cause())).isPresent();
    }

    /** Whether the dataset lacks a fresh backup, and failed backups are the only reason. */
    static boolean withoutFreshBackup(DatasetHealth health) {
        return NO_FRESH_BACKUP.contains(health.why());
    }

    /** Returns the datasets whose last run failed for a shared cause. */
    public Set<String> ofRuns() {
        return ids(all().filter(health -> health.lastRun()
                .filter(run -> run.cause() == EndCause.NOT_RUNNING || ofRepository(run.cause()))
                .isPresent()));
    }

    /** Returns the datasets without a fresh backup because of a shared cause. */
    public Set<String> ofOldBackups() {
        return ids(all().filter(SharedCauses::withoutFreshBackup));
    }

    /** Returns the datasets that were removed with their workload. */
    public Set<String> ofRemoved() {
        return ids(workloads.values().stream().flatMap(List::stream).filter(SharedCauses::removed));
    }

    private Stream<DatasetHealth> all() {
        return Stream.of(workloads, repositories)
                .flatMap(by -> by.values().stream())
                .flatMap(List::stream);
    }

    private static Set<String> ids(Stream<DatasetHealth> datasets) {
        return datasets.map(DatasetHealth::dataset).collect(Collectors.toSet());
    }
}
