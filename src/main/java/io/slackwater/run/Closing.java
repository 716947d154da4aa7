package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Journal.Verified;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Retention;
import io.slackwater.repository.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Closes a batch of runs, once per repository and not per dataset, for it needs restic's exclusive lock: forget leftovers, apply
 * retention over verified snapshots, check the repository's structure.
 */
final class Closing {

    private static final Logger LOG = Logger.getLogger(Closing.class);

    private final RunEnvironment environment;
    private final Cure cure;
    private final Journal journal;
    private final RepositoryAlarms alarms;
    private final Strays strays;

    Closing(RunEnvironment environment, Cure cure) {
        this.environment = environment;
        this.cure = cure;
        this.journal = environment.journal();
        this.strays = new Strays(environment.journal());
        this.alarms = new RepositoryAlarms(environment.journal());
    }

    void close(Collection<Dataset> datasets) {
        Policy policy = environment.policy().get();
        Map<String, Set<String>> plansByRepository = new LinkedHashMap<>();
        for (Dataset dataset : datasets) {
            PlanPolicy plan = policy.plans().get(dataset.plan());
            if (plan != null) {
                plansByRepository
                        .computeIfAbsent(plan.repository(), name -> new LinkedHashSet<>())
                        .add(plan.id());
            }
        }
        plansByRepository.forEach((name, plans) -> closeRepository(policy, name, plans));
    }

    private void closeRepository(Policy policy, String name, Set<String> plans) {
        Repository repository = environment.repositories().apply(name);
        try {
            String restic = repository.open();
            cure.sweep(repository);
            forgetOld(policy, repository, restic, plans);
            repository.check("");
            repository.announce();
            alarms.good(name);
        } catch (RepositoryException e) {
            alarms.bad(name, String.valueOf(e.getMessage()));
            LOG.errorf("closing failed repository=%s reason=%s", name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warnf("closing interrupted repository=%s", name);
        } catch (RuntimeException e) {
            LOG.errorf(e, "closing broke repository=%s", name);
        }
    }

    private void forgetOld(Policy policy, Repository repository, String restic, Set<String> plans)
            throws RepositoryException, InterruptedException {
        Map<String, List<Snapshot>> verified = new LinkedHashMap<>();
        Set<String> forget = new LinkedHashSet<>();
        for (Snapshot snapshot : repository.snapshots("created-by:" + policy.instance())) {
            Optional<Verified> verdict = journal.verdict(restic, snapshot.stableId());
            if (verdict.isPresent()) {
                verified.computeIfAbsent(verdict.get().dataset(), dataset -> new ArrayList<>())
                        .add(snapshot);
            } else if (stray(policy, snapshot)) {
                forget.add(snapshot.id());
            }
        }
        Set<String> verdictsEnd = new HashSet<>();
        for (Dataset dataset : environment.inventory().get().datasets()) {
            PlanPolicy plan = policy.plans().get(dataset.plan());
            if (plan != null && plans.contains(plan.id()) && !held(dataset.id())) {
                List<Snapshot> mine = verified.getOrDefault(dataset.id(), List.of());
                Retention retention = new Retention(policy.retentionOf(plan), policy.timezone());
                List<String> expired = retention.apply(mine, Set.of()).forget();
                forget.addAll(expired);
                mine.stream()
                        .filter(snapshot -> expired.contains(snapshot.id()))
                        .forEach(snapshot -> verdictsEnd.add(snapshot.stableId()));
            }
        }
        if (!forget.isEmpty()) {
            repository.forget(forget);
            journal.forgotten(restic, verdictsEnd);
            LOG.infof("forgot repository=%s snapshots=%d", repository.id(), forget.size());
        }
    }

    private boolean held(String dataset) {
        return journal.note(DatasetNotes.hold(dataset))
                .filter(reason -> !reason.isEmpty())
                .isPresent();
    }

    /** Ours, and without a verdict: unverified ones go after some days, those of failed runs at once. */
    private boolean stray(Policy policy, Snapshot snapshot) {
        if (snapshot.tag("slackwater.run").isEmpty()) {
            return strays.old(policy, snapshot, environment.clock().instant());
        }
        Optional<RunRecord> run = snapshot.tag("slackwater.run").flatMap(journal::run);
        if (run.isEmpty() || !run.get().state().ended()) {
            return false;
        }
        Instant oldest = environment
                .clock()
                .instant()
                .minus(Duration.ofDays(policy.limits().unverifiedDays()));
        return run.get().state() != RunState.UNVERIFIED
                || snapshot.time().toInstant().isBefore(oldest);
    }
}
