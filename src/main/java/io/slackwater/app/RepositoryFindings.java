package io.slackwater.app;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.AlarmText;
import io.slackwater.alert.Findings;
import io.slackwater.alert.RepositoryProblems;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.metrics.StateMetrics;
import io.slackwater.policy.LivePolicy;
import io.slackwater.repository.Repositories;
import io.slackwater.schedule.Circumstances;
import io.slackwater.trust.SnapshotTrust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Collects the alarms about repositories, and their disk space. */
record RepositoryFindings(RepositoryStore states, LivePolicy policy, Repositories repositories, SnapshotTrust trust) {

    /** How long after its creation a key may be missing in the recovery kit without an alarm. */
    private static final Duration WITHOUT_KIT = Duration.ofHours(1);

    /** Returns the names of the repositories in the policy. */
    Set<String> names() {
        return policy.current().repositories().keySet();
    }

    /**
     * Returns the alarms. While all failed backups are repeated, their alarm neither begins nor ends.
     *
     * @param failed the datasets whose last backup failed because of their repository, by repository
     * @param running whether a run of this dataset is queued or running
     */
    Findings all(Map<String, List<DatasetHealth>> failed, Predicate<String> running) {
        List<Alarm> all = new ArrayList<>(missingKit());
        Set<String> undecided = new HashSet<>();
        for (String name : names()) {
            List<DatasetHealth> here = failed.getOrDefault(name, List.of());
            List<String> ids = here.stream().map(DatasetHealth::dataset).toList();
            Optional<Alarm> trouble = trouble(name, ids);
            Optional<Alarm> lowDisk = lowDisk(name, trouble.isPresent() ? List.of() : ids);
            trouble.ifPresent(all::add);
            lost(name).ifPresent(all::add);
            trust.alarms()
                    .waiting(name)
                    .map(reason -> RepositoryProblems.waiting(name, reason))
                    .ifPresent(all::add);
            lowDisk.ifPresent(all::add);
            if (trouble.isEmpty() && lowDisk.isEmpty() && !ids.isEmpty()) {
                if (ids.stream().allMatch(running)) {
                    undecided.add(RepositoryProblems.failedSubject(name));
                } else {
                    all.add(RepositoryProblems.failed(name, here));
                }
            }
        }
        return new Findings(all, subject -> !undecided.contains(subject));
    }

    /**
     * Returns an alarm if a key is not in the exported recovery kit. Without its key, no backup in a repository can be
     * read.
     */
    private List<Alarm> missingKit() {
        Set<String> exported = states.inRecoveryKit();
        List<String> missing = names().stream()
                .filter(repository -> repositories.keySince(repository).isPresent())
                .filter(repository -> !exported.contains(repository))
                .toList();
        if (missing.isEmpty()) {
            return List.of();
        }
        return List.of(AlarmSource.REPOSITORY
                .warning(
                        "recovery-kit",
                        AlarmText.of("title.repository.kit"),
                        "The keys of %s exist only on this host. If the host is lost, no backup can be read."
                                .formatted(String.join(", ", missing)),
                        AlarmText.of("remedy.repository.kit"))
                .after(WITHOUT_KIT)
                .because(missing));
    }

    /** Returns the most serious alarm of a repository; empty without an alarm. */
    Optional<Alarm> worst(String name) {
        return trouble(name).or(() -> lost(name));
    }

    /** Returns what decides whether a retried backup can succeed: the key, and whether the repository is usable. */
    Circumstances.StorageState forBackup(String name) {
        return new Circumstances.StorageState(
                repositories.keySince(name),
                trouble(name).isEmpty() && lowDisk(name, List.of()).isEmpty());
    }

    private Optional<Alarm> lowDisk(String name, List<String> failed) {
        return RepositoryProblems.lowDisk(
                name,
                repositories.space(name).freeBytes(),
                policy.current().limits().minFreeMiB(),
                failed);
    }

    private Optional<Alarm> trouble(String name) {
        return trouble(name, List.of());
    }

    private Optional<Alarm> trouble(String name, List<String> failed) {
        return trust.alarms()
                .reason(name)
                .map(reason ->
                        RepositoryProblems.trouble(name, reason, trust.alarms().failures(name), failed));
    }

    private Optional<Alarm> lost(String name) {
        return trust.lost()
                .reason(name)
                .map(reason ->
                        RepositoryProblems.lost(name, reason, trust.lost().datasets(name)));
    }

    /** Returns the size of each local repository. */
    Map<String, Long> usedBytes() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        names().forEach(name -> repositories.space(name).usedBytes().ifPresent(bytes -> sizes.put(name, bytes)));
        return sizes;
    }

    Map<String, StateMetrics.Store> stores() {
        Map<String, StateMetrics.Store> stores = new LinkedHashMap<>();
        for (String name : names()) {
            Repositories.Space space = repositories.space(name);
            stores.put(name, new StateMetrics.Store(trouble(name).isEmpty(), space.usedBytes(), space.freeBytes()));
        }
        return stores;
    }
}
