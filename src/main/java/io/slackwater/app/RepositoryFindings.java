package io.slackwater.app;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.Conditions;
import io.slackwater.health.Metrics;
import io.slackwater.journal.Journal;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.Repository;
import io.slackwater.trust.SnapshotTrust;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Supplies the alarms for repositories, and their disk space. */
@Singleton
public class RepositoryFindings {

    private final LivePolicy policy;
    private final Repositories repositories;
    private final SnapshotTrust trust;
    private final RecoveryKitTaken kit;

    RepositoryFindings(Journal journal, LivePolicy policy, Repositories repositories, SnapshotTrust trust) {
        this.policy = policy;
        this.repositories = repositories;
        this.trust = trust;
        this.kit = new RecoveryKitTaken(journal, policy, repositories);
    }

    /** The repositories of the policy. */
    Set<String> names() {
        return policy.current().repositories().keySet();
    }

    List<Alarm> all() {
        Policy now = policy.current();
        List<Alarm> all = new ArrayList<>(kit.missing());
        for (String name : now.repositories().keySet()) {
            trouble(name).ifPresent(all::add);
            lost(name).ifPresent(all::add);
            trust.alarms()
                    .waiting(name)
                    .map(reason -> Conditions.waiting(name, reason))
                    .ifPresent(all::add);
            OptionalLong free = repositories.get(name).space().freeBytes();
            Conditions.lowDisk(name, free, now.limits().minFreeMiB()).ifPresent(all::add);
        }
        return all;
    }

    /** The worst alarm of a repository; empty when it is well. */
    Optional<Alarm> worst(String name) {
        return trouble(name).or(() -> lost(name));
    }

    private Optional<Alarm> trouble(String name) {
        return trust.alarms()
                .reason(name)
                .map(reason ->
                        Conditions.repository(name, reason, trust.alarms().failures(name)));
    }

    private Optional<Alarm> lost(String name) {
        return trust.lost()
                .reason(name)
                .map(reason -> Conditions.lost(name, reason, trust.lost().datasets(name)));
    }

    Map<String, Metrics.Store> stores() {
        Map<String, Metrics.Store> stores = new LinkedHashMap<>();
        for (String name : names()) {
            Repository.Space space = repositories.get(name).space();
            stores.put(name, new Metrics.Store(trouble(name).isEmpty(), space.usedBytes(), space.freeBytes()));
        }
        return stores;
    }
}
