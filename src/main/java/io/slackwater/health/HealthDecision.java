package io.slackwater.health;

import io.slackwater.discovery.Absence;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Sentence;
import io.slackwater.discovery.Uncovered;
import io.slackwater.journal.DatasetPast;
import io.slackwater.journal.LastHealth;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.SuspectedDamage;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides the health of a dataset by what the journal knows about it. Pure.
 *
 * @param unusable why nothing can be restored from a repository now, by its name
 * @param ofServer whether servers make the dumps of the kind of service of this name
 */
record HealthDecision(Policy policy, Map<String, String> unusable, Predicate<String> ofServer, Instant now) {

    /** Returns the health of an existing dataset. */
    DatasetHealth existing(DatasetPast past, String planId) {
        Optional<Verified> newest = past.snapshots().newest();
        PlanPolicy plan = policy.plans().get(planId);
        if (plan == null) {
            String reason = "It is not backed up, because its plan '%s' is not in the policy (plans: %s)."
                    .formatted(planId, String.join(", ", policy.plans().keySet()));
            return health(past, planId, HealthReason.NO_PLAN, reason, Optional.empty(), Optional.empty());
        }
        Optional<RunRecord> run = past.snapshots().run();
        Instant data = newest.map(Verified::time).orElse(Instant.EPOCH);
        Instant ended = run.flatMap(RunRecord::ended).orElse(data);
        Freshness freshness = Freshness.of(plan.schedule(), policy.timezone(), data, ended, now);
        // The newest snapshot's repository may differ from the repository of the next backup.
        String repository = past.snapshots().repository().orElse(plan.repository());
        Optional<String> refusal = Optional.ofNullable(unusable.get(repository));
        Optional<SuspectedDamage> damage = past.snapshots().suspected();
        boolean stale = freshness.stale() || Freshness.fromTheFuture(data, now);
        HealthReason why;
        if (newest.isEmpty()) {
            why = plan.enabled() ? HealthReason.NEVER : HealthReason.DISABLED;
        } else if (!policy.repositories().containsKey(repository)) {
            why = HealthReason.NO_REPOSITORY;
        } else if (refusal.isPresent()) {
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
                        .formatted(Words.time(data), refusal.orElse(""));
            default ->
                Reasons.reason(
                        why,
                        plan,
                        newest.map(Verified::time),
                        past.runs().ended(),
                        past.runs().success(),
                        past.snapshots().damaged(),
                        damage,
                        freshness,
                        now);
        };
        return health(past, planId, why, reason, Optional.of(freshness), Optional.of(repository));
    }

    private DatasetHealth health(
            DatasetPast past,
            String plan,
            HealthReason why,
            String reason,
            Optional<Freshness> freshness,
            Optional<String> repository) {
        Optional<Verified> newest = past.snapshots().newest();
        return new DatasetHealth(
                past.dataset(),
                plan,
                why,
                reason,
                newest.map(Verified::time),
                freshness.filter(one -> newest.isPresent()).flatMap(Freshness::staleAt),
                freshness.flatMap(Freshness::interval),
                past.runs().ended(),
                past.runs().success(),
                repository);
    }

    /** Returns the health of a missing dataset. Without a snapshot, only the result of its last run counts. */
    Optional<DatasetHealth> missing(DatasetPast past, Inventory found) {
        boolean never = past.snapshots().newest().isEmpty();
        boolean gone = past.state().gone();
        Optional<RunRecord> run = never
                ? past.runs().ended().filter(one -> one.state() != RunState.SUCCEEDED)
                : past.runs().newest();
        if (never && (gone || run.isEmpty())) {
            return past.snapshots()
                    .damaged()
                    .map(_ -> missing(
                            past, HealthReason.GONE, "It no longer exists", ", and has no valid verified snapshot."));
        }
        if (gone) {
            return Optional.of(
                    missing(past, HealthReason.GONE, "It is gone for good, as a user acknowledged", kept(past)));
        }
        String kept =
                never ? ", and it was never backed up successfully%s.".formatted(Reasons.because(run)) : kept(past);
        Absence absence = run.map(one -> Absence.of(found, past.dataset(), one.workload(), ofServer.test(one.kind())))
                .orElse(Absence.REMOVED);
        return Optional.of(
                switch (absence) {
                    case REMOVED -> removed(past, kept, never);
                    case MISLABELLED -> mislabelled(unseen(past), found, run);
                    case UNSURE -> unseen(past);
                    case OUT_OF_SCOPE ->
                        missing(
                                past,
                                HealthReason.OUT_OF_SCOPE,
                                "Its container exists, but its project is no longer in projects of the policy (%s)"
                                        .formatted(String.join(", ", new TreeSet<>(policy.projects()))),
                                kept);
                    case COVERED ->
                        missing(
                                past,
                                HealthReason.COVERED,
                                "A database dump or another dataset now contains its data",
                                kept);
                    // Data without a snapshot cannot be restored. Only the last run's result remains.
                    case VANISHED ->
                        missing(
                                past,
                                never ? HealthReason.GONE : HealthReason.VANISHED,
                                "Its workload %s exists, but no longer contains %s"
                                        .formatted(run.map(RunRecord::workload).orElse(""), words(past, run)),
                                kept);
                });
    }

    private DatasetHealth removed(DatasetPast past, String kept, boolean never) {
        if (vanished(past) && !never) {
            return still(past);
        }
        boolean well = !never
                && (past.state().health() == LastHealth.UP
                        || existing(past, planOfLastRun(past)).up());
        return missing(
                past,
                well ? HealthReason.GONE : HealthReason.GONE_STALE,
                "It no longer exists in Docker" + (well || never ? "" : ", and it had no fresh backup even before"),
                kept);
    }

    /** Returns the health of a dataset that may exist but could not be inspected now. */
    DatasetHealth unseen(DatasetPast past) {
        return vanished(past)
                        && past.snapshots().newest().isPresent()
                        && !past.state().gone()
                ? still(past)
                : existing(past, planOfLastRun(past));
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

    private DatasetHealth still(DatasetPast past) {
        Optional<RunRecord> run = past.runs().newest();
        return missing(
                past,
                HealthReason.VANISHED,
                "%s had vanished from its workload %s in the last survey"
                        .formatted(
                                words(past, run), run.map(RunRecord::workload).orElse("")),
                kept(past));
    }

    private static String kept(DatasetPast past) {
        DatasetPast.Snapshots snapshots = past.snapshots();
        return "; its %s of %s%s."
                .formatted(
                        snapshots.count() == 1
                                ? "one verified snapshot is kept, which is"
                                : snapshots.count() + " verified snapshots are kept, the newest is",
                        Words.time(snapshots.newest().orElseThrow().time()),
                        snapshots
                                .suspected()
                                .map(damage -> " and may be damaged: " + damage.reason())
                                .orElse(""));
    }

    /** The dataset in the user's words: {@code database My DB} or {@code /data}; "it" when its name is unknown. */
    private String words(DatasetPast past, Optional<RunRecord> run) {
        boolean database = run.filter(one -> ofServer.test(one.kind())).isPresent();
        return past.state()
                .name()
                .map(name -> database ? "database " + name : name)
                .orElse("it");
    }

    private DatasetHealth missing(DatasetPast past, HealthReason why, String reason, String kept) {
        return health(past, planOfLastRun(past), why, Sentence.of(reason + kept), Optional.empty(), Optional.empty());
    }

    private static boolean vanished(DatasetPast past) {
        return past.state().health() == LastHealth.VANISHED;
    }

    private static String planOfLastRun(DatasetPast past) {
        return past.runs().newest().map(run -> run.identity().plan()).orElse("");
    }
}
