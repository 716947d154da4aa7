package io.slackwater.health;

import io.slackwater.discovery.Absence;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.Damaged;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.SuspectedDamage;
import io.slackwater.journal.SuspectedDamageStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Derives the health of each dataset from the journal's verdicts. Only verified snapshots that still exist count. Safe for use by
 * several threads; every method throws {@link JournalException} when the journal cannot be read.
 */
public final class BackupHealth {

    /** How far back to look for a run with a result, behind cancelled runs. */
    private static final int RECENT_RUNS = 20;

    private static final String COVERED =
            "It is not copied by itself any more, because the dump of a database or another dataset holds its data";

    private final RunStore runStore;
    private final VerdictStore verdicts;
    private final SuspectedDamageStore suspected;
    private final DatasetStore datasetStates;
    private final RepositoryStore repositoryStates;
    private final Clock clock;
    private final Predicate<String> ofServer;
    private final Map<String, Optional<String>> remembered = new ConcurrentHashMap<>();

    /** @param ofServer whether servers dump the data of the kind of this name */
    public BackupHealth(
            RunStore runStore,
            VerdictStore verdicts,
            SuspectedDamageStore suspected,
            DatasetStore datasetStates,
            RepositoryStore repositoryStates,
            Clock clock,
            Predicate<String> ofServer) {
        this.ofServer = ofServer;
        this.runStore = runStore;
        this.verdicts = verdicts;
        this.suspected = suspected;
        this.datasetStates = datasetStates;
        this.repositoryStates = repositoryStates;
        this.clock = clock;
    }

    /**
     * The health of each existing dataset, then of each missing dataset that has verified snapshots or whose last run failed. A
     * missing dataset is reported until a user acknowledges that it is gone, or until it returns.
     *
     * @param found empty before the first survey of Docker: datasets in the journal are then expected to exist
     * @param meant whether a user acknowledged that this dataset is gone for good
     */
    public List<DatasetHealth> check(Policy policy, Optional<Inventory> found, Predicate<String> meant) {
        List<DatasetHealth> all = new ArrayList<>();
        Set<String> rest = new TreeSet<>(runStore.datasets());
        if (found.isEmpty()) {
            rest.forEach(dataset -> all.add(unseen(policy, dataset, meant)));
            return all;
        }
        for (Dataset dataset : found.get().datasets()) {
            all.add(judge(policy, dataset.id(), dataset.plan()));
            rest.remove(dataset.id());
        }
        rest.forEach(dataset -> missing(policy, dataset, found.get(), meant).ifPresent(all::add));
        return all;
    }

    /**
     * Remembers the unhealthy datasets, so that removing the workload does not make them healthy. Call it after each survey of
     * Docker.
     */
    public void remember(Collection<DatasetHealth> datasets) {
        for (DatasetHealth health : datasets) {
            Optional<String> down =
                    health.up() ? Optional.empty() : Optional.of(health.why().name());
            if (!down.equals(before(health.dataset()))) {
                datasetStates.down(health.dataset(), down);
                remembered.put(health.dataset(), down);
            }
        }
    }

    /** Whether this dataset had vanished when {@link #remember} was last called. */
    public boolean hadVanished(String dataset) {
        return before(dataset).equals(Optional.of(HealthReason.VANISHED.name()));
    }

    private Optional<String> before(String dataset) {
        return remembered.computeIfAbsent(dataset, datasetStates::down);
    }

    /** The health of an existing dataset. */
    public DatasetHealth judge(Policy policy, String dataset, String planId) {
        Instant now = clock.instant();
        List<Verified> verified = verdicts.of(dataset);
        Optional<Instant> newest = verified.stream().map(Verified::time).findFirst();
        Optional<RunRecord> lastRun = lastRun(dataset);
        Optional<RunRecord> lastSuccess = runStore.lastSuccess(dataset);
        PlanPolicy plan = policy.plans().get(planId);
        if (plan == null) {
            return new DatasetHealth(
                    dataset,
                    planId,
                    HealthReason.NO_PLAN,
                    "Its plan '%s' is not in the policy (plans: %s): it is not backed up."
                            .formatted(planId, String.join(", ", policy.planNames())),
                    newest,
                    Optional.empty(),
                    Optional.empty(),
                    lastRun,
                    lastSuccess);
        }
        Instant data = newest.orElse(Instant.EPOCH);
        Optional<RunRecord> of = verified.stream().findFirst().flatMap(one -> runStore.find(one.run()));
        Instant ended = of.flatMap(RunRecord::ended).orElse(data);
        Freshness freshness = Freshness.of(plan.schedule(), policy.timezone(), data, ended, now);
        Optional<SuspectedDamage> damage = verified.stream().findFirst().flatMap(one -> suspected.of(one));
        // The newest snapshot's repository may differ from the repository of the next backup.
        Optional<String> repository = verified.stream()
                .findFirst()
                .map(one -> repositoryStates.name(one.repository()).orElse(plan.repository()));
        Optional<String> unusable = repository.flatMap(id -> repositoryStates.trouble(id, Trouble.UNUSABLE));
        HealthReason state = repository
                        .filter(id -> plan.enabled() && !policy.repositories().containsKey(id))
                        .isPresent()
                ? HealthReason.NO_REPOSITORY
                : state(plan, newest, unusable, damage, freshness, now);
        if (state == HealthReason.NO_REPOSITORY || state == HealthReason.NOT_RESTORABLE) {
            return new DatasetHealth(
                    dataset,
                    planId,
                    state,
                    "Its newest verified snapshot is of %s%s"
                            .formatted(
                                    Words.time(data),
                                    unusable.filter(reason -> state == HealthReason.NOT_RESTORABLE)
                                            .map(", and nothing can be restored now: %s"::formatted)
                                            .orElseGet(() -> absent(policy, repository.orElse("")))),
                    newest,
                    freshness.staleAt(),
                    freshness.interval(),
                    lastRun,
                    lastSuccess,
                    repository);
        }
        return new DatasetHealth(
                dataset,
                planId,
                state,
                state == HealthReason.FRESH
                        ? Reasons.fresh(data, of.map(RunRecord::message).orElse(""))
                        : Reasons.reason(
                                state, plan, newest, lastRun, lastSuccess, damaged(dataset), damage, freshness, now),
                newest,
                newest.isPresent() ? freshness.staleAt() : Optional.empty(),
                freshness.interval(),
                lastRun,
                lastSuccess,
                Optional.of(plan.repository()));
    }

    private static HealthReason state(
            PlanPolicy plan,
            Optional<Instant> newest,
            Optional<String> unusable,
            Optional<SuspectedDamage> damage,
            Freshness freshness,
            Instant now) {
        if (!plan.enabled()) {
            return HealthReason.DISABLED;
        }
        if (newest.isEmpty()) {
            return HealthReason.NEVER;
        }
        if (unusable.isPresent()) {
            return HealthReason.NOT_RESTORABLE;
        }
        if (damage.isPresent()) {
            return HealthReason.SUSPECTED_DAMAGE;
        }
        return freshness.stale() || Freshness.fromTheFuture(newest.get(), now)
                ? HealthReason.STALE
                : HealthReason.FRESH;
    }

    private static String absent(Policy policy, String repository) {
        return " and in repository '%s', which is not in the policy (repositories: %s)."
                .formatted(repository, String.join(", ", policy.repositories().keySet()));
    }

    /** The data of its newest snapshot that was verified and found damaged since. */
    private Optional<Instant> damaged(String dataset) {
        return verdicts.damaged().stream()
                .map(Damaged::verdict)
                .filter(verdict -> verdict.dataset().equals(dataset))
                .map(Verified::time)
                .findFirst();
    }

    private Optional<DatasetHealth> missing(Policy policy, String dataset, Inventory found, Predicate<String> meant) {
        List<Verified> verified = verdicts.of(dataset);
        if (verified.isEmpty()) {
            return meant.test(dataset) ? Optional.empty() : neverBackedUp(policy, dataset, found, meant);
        }
        String kept = kept(verified);
        if (meant.test(dataset)) {
            return Optional.of(missing(
                    dataset,
                    HealthReason.GONE,
                    "It is not there, or not to be backed up, any more, which is meant" + kept,
                    verified));
        }
        Optional<RunRecord> run = newestRun(dataset);
        Absence absence = run.map(one -> Absence.of(found, dataset, one.workload(), ofServer.test(one.kind())))
                .orElse(Absence.REMOVED);
        return Optional.of(
                switch (absence) {
                    case REMOVED -> removed(policy, dataset, kept, verified);
                    case UNSURE -> unseen(policy, dataset, meant);
                    case OUT_OF_SCOPE -> outOfScope(policy, dataset, kept, verified);
                    case COVERED -> missing(dataset, HealthReason.COVERED, COVERED + kept, verified);
                    case VANISHED ->
                        missing(
                                dataset,
                                HealthReason.VANISHED,
                                "Its workload %s is there, but %s is not in it any more"
                                                .formatted(
                                                        run.map(RunRecord::workload)
                                                                .orElse(""),
                                                        words(dataset, run).orElse("it"))
                                        + kept,
                                verified);
                });
    }

    /** The health of a missing dataset that has no snapshot, taken from its last run. */
    private Optional<DatasetHealth> neverBackedUp(
            Policy policy, String dataset, Inventory found, Predicate<String> meant) {
        return lastRun(dataset).filter(run -> run.state() != RunState.SUCCEEDED).map(run -> switch (Absence.of(
                found, dataset, run.workload(), ofServer.test(run.kind()))) {
            case UNSURE -> unseen(policy, dataset, meant);
            case OUT_OF_SCOPE -> outOfScope(policy, dataset, "", List.of());
            case COVERED -> missing(dataset, HealthReason.COVERED, COVERED + ".", List.of());
            case REMOVED ->
                missing(
                        dataset,
                        HealthReason.GONE_STALE,
                        "Docker does not have it any more, and it was never backed up with success"
                                + Reasons.because(Optional.of(run)) + ".",
                        List.of());
            // The data cannot be restored. Only the last run's result remains.
            case VANISHED ->
                missing(
                        dataset,
                        HealthReason.GONE,
                        "Its workload %s is there, but %s is not in it any more, and it was never backed up with success%s."
                                .formatted(
                                        run.workload(),
                                        words(dataset, Optional.of(run)).orElse("it"),
                                        Reasons.because(Optional.of(run))),
                        List.of());
        });
    }

    private DatasetHealth outOfScope(Policy policy, String dataset, String kept, List<Verified> verified) {
        String reason = "Its container is there, but its project is not in projects of the policy any more (%s)"
                .formatted(String.join(", ", new TreeSet<>(policy.projects())));
        return missing(dataset, HealthReason.OUT_OF_SCOPE, Words.ended(reason + kept), verified);
    }

    private DatasetHealth removed(Policy policy, String dataset, String kept, List<Verified> verified) {
        if (hadVanished(dataset)) {
            return still(dataset, verified);
        }
        boolean well = before(dataset).isEmpty()
                || judge(policy, dataset, planOfLastRun(dataset)).up();
        return well
                ? missing(dataset, HealthReason.GONE, "Docker does not have it any more" + kept, verified)
                : missing(
                        dataset,
                        HealthReason.GONE_STALE,
                        "Docker does not have it any more, and it had no fresh backup even before" + kept,
                        verified);
    }

    /** The health of a dataset that cannot be inspected now and may exist. */
    private DatasetHealth unseen(Policy policy, String dataset, Predicate<String> meant) {
        List<Verified> verified = verdicts.of(dataset);
        return hadVanished(dataset) && !verified.isEmpty() && !meant.test(dataset)
                ? still(dataset, verified)
                : judge(policy, dataset, planOfLastRun(dataset));
    }

    private DatasetHealth still(String dataset, List<Verified> verified) {
        Optional<RunRecord> run = newestRun(dataset);
        String reason = "%s had vanished from its workload %s when that was last looked at"
                .formatted(
                        Words.beginning(words(dataset, run).orElse("it")),
                        run.map(RunRecord::workload).orElse(""));
        return missing(dataset, HealthReason.VANISHED, reason + kept(verified), verified);
    }

    private String kept(List<Verified> verified) {
        return "; its %s of %s%s."
                .formatted(
                        verified.size() == 1
                                ? "one verified snapshot is kept, which is"
                                : verified.size() + " verified snapshots are kept, the newest is",
                        Words.time(verified.getFirst().time()),
                        suspected
                                .of(verified.getFirst())
                                .map(damage -> " and may be damaged: " + damage.reason())
                                .orElse(""));
    }

    /** The user's name for the dataset: {@code database My DB}, {@code /data}. */
    private Optional<String> words(String dataset, Optional<RunRecord> run) {
        boolean database = run.filter(one -> ofServer.test(one.kind())).isPresent();
        return datasetStates.name(dataset).map(name -> database ? "database " + name : name);
    }

    private DatasetHealth missing(String dataset, HealthReason state, String reason, List<Verified> verified) {
        return new DatasetHealth(
                dataset,
                planOfLastRun(dataset),
                state,
                reason,
                verified.stream().findFirst().map(Verified::time),
                Optional.empty(),
                Optional.empty(),
                lastRun(dataset),
                runStore.lastSuccess(dataset));
    }

    private Optional<RunRecord> newestRun(String dataset) {
        return runStore.newest(dataset, 1).stream().findFirst();
    }

    private String planOfLastRun(String dataset) {
        return newestRun(dataset).map(RunRecord::plan).orElse("");
    }

    private Optional<RunRecord> lastRun(String dataset) {
        return runStore.newest(dataset, RECENT_RUNS).stream()
                .filter(run -> run.state() == RunState.SUCCEEDED
                        || run.state() == RunState.FAILED
                        || run.state() == RunState.UNVERIFIED)
                .findFirst();
    }
}
