package io.slackwater.health;

import io.slackwater.discovery.Absence;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Sentence;
import io.slackwater.discovery.Uncovered;
import io.slackwater.journal.Damaged;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.LastHealth;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.SuspectedDamage;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Derives the backup health of each dataset from the journal. Only verified snapshots count, unless they were removed
 * or found damaged later. Safe for use by several threads. Every method throws {@link JournalException} when the
 * journal cannot be read.
 *
 * @param ofServer whether servers make the dumps of the kind of service of this name
 */
public record BackupHealth(Journal journal, Clock clock, Predicate<String> ofServer) {

    /** How many of the newest runs are searched for one that was not cancelled. */
    private static final int RECENT_RUNS = 20;

    /**
     * Returns the health of each existing dataset. Missing datasets follow if they had verified snapshots or their last
     * run failed. A missing dataset is reported until a user acknowledges that it is gone, or until it returns.
     *
     * @param found the last survey of Docker; empty before the first one. All datasets in the journal are then expected
     *     to exist
     */
    public List<DatasetHealth> check(Policy policy, Optional<Inventory> found) {
        List<DatasetHealth> all = new ArrayList<>();
        Set<String> rest = new TreeSet<>(journal.runs().datasets());
        if (found.isEmpty()) {
            rest.forEach(dataset -> all.add(unseen(policy, dataset)));
            return all;
        }
        for (Dataset dataset : found.get().datasets()) {
            all.add(judge(policy, dataset.id(), dataset.plan()));
            rest.remove(dataset.id());
        }
        rest.forEach(dataset -> missing(policy, dataset, found.get()).ifPresent(all::add));
        return all;
    }

    /**
     * Records in the journal which datasets are unhealthy, so that removing their containers does not make them
     * healthy. Call this after each survey of Docker.
     */
    public void remember(Collection<DatasetHealth> datasets) {
        for (DatasetHealth health : datasets) {
            LastHealth down = health.why() == HealthReason.VANISHED ? LastHealth.VANISHED : LastHealth.DOWN;
            journal.datasets().lastHealth(health.dataset(), health.up() ? LastHealth.UP : down);
        }
    }

    /** Whether this dataset was missing while its container still existed, when {@link #remember} was last called. */
    public boolean hadVanished(String dataset) {
        return journal.datasets().lastHealth(dataset) == LastHealth.VANISHED;
    }

    /** Returns the health of an existing dataset. */
    public DatasetHealth judge(Policy policy, String dataset, String planId) {
        Instant now = clock.instant();
        Optional<Verified> newest = journal.verdicts().of(dataset).stream().findFirst();
        PlanPolicy plan = policy.plans().get(planId);
        if (plan == null) {
            String reason = "It is not backed up, because its plan '%s' is not in the policy (plans: %s)."
                    .formatted(planId, String.join(", ", policy.plans().keySet()));
            return health(dataset, planId, HealthReason.NO_PLAN, reason, newest, Optional.empty(), Optional.empty());
        }
        Optional<RunRecord> run = newest.flatMap(one -> journal.runs().find(one.run()));
        Instant data = newest.map(Verified::time).orElse(Instant.EPOCH);
        Instant ended = run.flatMap(RunRecord::ended).orElse(data);
        Freshness freshness = Freshness.of(plan.schedule(), policy.timezone(), data, ended, now);
        // The newest snapshot's repository may differ from the repository of the next backup.
        String repository = newest.flatMap(one -> journal.repositories().name(one.repository()))
                .orElse(plan.repository());
        Optional<String> unusable = journal.repositories().trouble(repository, Trouble.UNUSABLE);
        Optional<SuspectedDamage> damage = newest.flatMap(journal.suspectedDamage()::of);
        boolean stale = freshness.stale() || Freshness.fromTheFuture(data, now);
        HealthReason why;
        if (newest.isEmpty()) {
            why = plan.enabled() ? HealthReason.NEVER : HealthReason.DISABLED;
        } else if (!policy.repositories().containsKey(repository)) {
            why = HealthReason.NO_REPOSITORY;
        } else if (unusable.isPresent()) {
            why = HealthReason.NOT_RESTORABLE;
        } else if (damage.isPresent()) {
            why = HealthReason.SUSPECTED_DAMAGE;
        } else {
            why = plan.enabled()
                    ? stale ? HealthReason.STALE : HealthReason.FRESH
                    : stale ? HealthReason.DISABLED_STALE : HealthReason.DISABLED;
        }
        String reason = switch (why) {
            case FRESH -> Reasons.fresh(data, run.map(RunRecord::message).orElse(""));
            case NO_REPOSITORY ->
                "The newest verified snapshot is of %s and in repository '%s', which is not in the policy (repositories: %s)."
                        .formatted(
                                Words.time(data),
                                repository,
                                String.join(", ", policy.repositories().keySet()));
            case NOT_RESTORABLE ->
                "The newest verified snapshot is of %s, and nothing can be restored now: %s"
                        .formatted(Words.time(data), unusable.orElse(""));
            default ->
                Reasons.reason(
                        why,
                        plan,
                        newest.map(Verified::time),
                        lastRun(dataset),
                        journal.runs().lastSuccess(dataset),
                        damaged(dataset),
                        damage,
                        freshness,
                        now);
        };
        return health(dataset, planId, why, reason, newest, Optional.of(freshness), Optional.of(repository));
    }

    private DatasetHealth health(
            String dataset,
            String plan,
            HealthReason why,
            String reason,
            Optional<Verified> newest,
            Optional<Freshness> freshness,
            Optional<String> repository) {
        return new DatasetHealth(
                dataset,
                plan,
                why,
                reason,
                newest.map(Verified::time),
                freshness.filter(one -> newest.isPresent()).flatMap(Freshness::staleAt),
                freshness.flatMap(Freshness::interval),
                lastRun(dataset),
                journal.runs().lastSuccess(dataset),
                repository);
    }

    /** The capture time of the newest snapshot that was verified and later found damaged; empty without one. */
    private Optional<Instant> damaged(String dataset) {
        return journal.verdicts().damaged().stream()
                .map(Damaged::verdict)
                .filter(verdict -> verdict.dataset().equals(dataset))
                .map(Verified::time)
                .findFirst();
    }

    /** Returns the health of a missing dataset. Without a snapshot, only the result of its last run counts. */
    private Optional<DatasetHealth> missing(Policy policy, String dataset, Inventory found) {
        List<Verified> verified = journal.verdicts().of(dataset);
        boolean never = verified.isEmpty();
        boolean gone = journal.datasets().gone(dataset);
        Optional<RunRecord> run =
                never ? lastRun(dataset).filter(one -> one.state() != RunState.SUCCEEDED) : newestRun(dataset);
        if (never && (gone || run.isEmpty())) {
            return damaged(dataset)
                    .map(_ -> missing(
                            dataset,
                            HealthReason.GONE,
                            "It no longer exists",
                            ", and has no valid verified snapshot."));
        }
        if (gone) {
            return Optional.of(
                    missing(dataset, HealthReason.GONE, "It is gone for good, as a user acknowledged", kept(verified)));
        }
        String kept =
                never ? ", and it was never backed up successfully%s.".formatted(Reasons.because(run)) : kept(verified);
        Absence absence = run.map(one -> Absence.of(found, dataset, one.workload(), ofServer.test(one.kind())))
                .orElse(Absence.REMOVED);
        return Optional.of(
                switch (absence) {
                    case REMOVED -> removed(policy, dataset, kept, never);
                    case MISLABELLED -> mislabelled(unseen(policy, dataset), found, run);
                    case UNSURE -> unseen(policy, dataset);
                    case OUT_OF_SCOPE ->
                        missing(
                                dataset,
                                HealthReason.OUT_OF_SCOPE,
                                "Its container exists, but its project is no longer in projects of the policy (%s)"
                                        .formatted(String.join(", ", new TreeSet<>(policy.projects()))),
                                kept);
                    case COVERED ->
                        missing(
                                dataset,
                                HealthReason.COVERED,
                                "A database dump or another dataset now contains its data",
                                kept);
                    // Data without a snapshot cannot be restored. Only the last run's result remains.
                    case VANISHED ->
                        missing(
                                dataset,
                                never ? HealthReason.GONE : HealthReason.VANISHED,
                                "Its workload %s exists, but no longer contains %s"
                                        .formatted(run.map(RunRecord::workload).orElse(""), words(dataset, run)),
                                kept);
                });
    }

    private DatasetHealth removed(Policy policy, String dataset, String kept, boolean never) {
        if (hadVanished(dataset) && !never) {
            return still(dataset);
        }
        boolean well = !never
                && (journal.datasets().lastHealth(dataset) == LastHealth.UP
                        || judge(policy, dataset, planOfLastRun(dataset)).up());
        return missing(
                dataset,
                well ? HealthReason.GONE : HealthReason.GONE_STALE,
                "It no longer exists in Docker" + (well || never ? "" : ", and it had no fresh backup even before"),
                kept);
    }

    /** Returns the health of a dataset that may exist but could not be inspected now. */
    private DatasetHealth unseen(Policy policy, String dataset) {
        return hadVanished(dataset)
                        && !journal.verdicts().of(dataset).isEmpty()
                        && !journal.datasets().gone(dataset)
                ? still(dataset)
                : judge(policy, dataset, planOfLastRun(dataset));
    }

    /** Returns the health of a dataset whose container has a wrong label: down, although its snapshot is fresh. */
    private static DatasetHealth mislabelled(DatasetHealth known, Inventory found, Optional<RunRecord> run) {
        String wrong = found.uncovered().stream()
                .filter(one -> one.gap() == Uncovered.Gap.LABEL)
                .filter(one -> run.filter(
                                last -> last.workload().equals(one.workload().value()))
                        .isPresent())
                .map(one -> one.reason() + " " + one.remedy())
                .distinct()
                .collect(Collectors.joining(" "));
        return known.why() == HealthReason.FRESH
                ? known.because(HealthReason.MISLABELLED, "No further backup is made. " + wrong)
                : known;
    }

    private DatasetHealth still(String dataset) {
        Optional<RunRecord> run = newestRun(dataset);
        return missing(
                dataset,
                HealthReason.VANISHED,
                "%s had vanished from its workload %s in the last survey"
                        .formatted(
                                words(dataset, run),
                                run.map(RunRecord::workload).orElse("")),
                kept(journal.verdicts().of(dataset)));
    }

    private String kept(List<Verified> verified) {
        return "; its %s of %s%s."
                .formatted(
                        verified.size() == 1
                                ? "one verified snapshot is kept, which is"
                                : verified.size() + " verified snapshots are kept, the newest is",
                        Words.time(verified.getFirst().time()),
                        journal.suspectedDamage()
                                .of(verified.getFirst())
                                .map(damage -> " and may be damaged: " + damage.reason())
                                .orElse(""));
    }

    /** The dataset in the user's words: {@code database My DB} or {@code /data}; "it" when its name is unknown. */
    private String words(String dataset, Optional<RunRecord> run) {
        boolean database = run.filter(one -> ofServer.test(one.kind())).isPresent();
        return journal.datasets()
                .name(dataset)
                .map(name -> database ? "database " + name : name)
                .orElse("it");
    }

    private DatasetHealth missing(String dataset, HealthReason why, String reason, String kept) {
        return health(
                dataset,
                planOfLastRun(dataset),
                why,
                Sentence.of(reason + kept),
                journal.verdicts().of(dataset).stream().findFirst(),
                Optional.empty(),
                Optional.empty());
    }

    private Optional<RunRecord> newestRun(String dataset) {
        return journal.runs().newest(dataset, 1).stream().findFirst();
    }

    private String planOfLastRun(String dataset) {
        return newestRun(dataset).map(run -> run.identity().plan()).orElse("");
    }

    private Optional<RunRecord> lastRun(String dataset) {
        return journal.runs().newest(dataset, RECENT_RUNS).stream()
                .filter(run -> run.state().ended() && run.state() != RunState.CANCELLED)
                .findFirst();
    }
}
