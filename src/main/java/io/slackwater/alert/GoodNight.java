package io.slackwater.alert;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.RunState;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether the last batch of backups succeeded completely: every due dataset has a verified snapshot, no run is open, and
 * no failure alarm is raised. Pure.
 */
public final class GoodNight {

    private GoodNight() {}

    /**
     * The time of the newest verified snapshot; empty unless the batch has succeeded completely.
     *
     * @param raised the alarms that are raised now
     * @param atWork whether a run is open, or the end of a batch is still being processed
     */
    public static Optional<Instant> of(
            Policy policy,
            Collection<DatasetHealth> datasets,
            Collection<AlarmRecord> raised,
            boolean atWork,
            Instant now) {
        List<DatasetHealth> expected = datasets.stream()
                .filter(one -> one.why() != HealthReason.DISABLED && !one.why().over())
                .toList();
        boolean good = !atWork
                && raised.stream().noneMatch(GoodNight::failure)
                && expected.stream().allMatch(one -> verified(policy, one, now));
        return good
                ? expected.stream().flatMap(one -> one.newest().stream()).max(Comparator.naturalOrder())
                : Optional.empty();
    }

    /** The last run succeeded, and no scheduled time has passed since. */
    private static boolean verified(Policy policy, DatasetHealth health, Instant now) {
        PlanPolicy plan = policy.plans().get(health.plan());
        return plan != null
                && health.why() == HealthReason.FRESH
                && health.lastRun().stream().allMatch(run -> run.state() == RunState.SUCCEEDED)
                && health.newest().flatMap(newest -> plan.schedule().next(newest, policy.timezone())).stream()
                        .allMatch(next -> next.isAfter(now));
    }

    private static boolean failure(AlarmRecord alarm) {
        return alarm.severity().equals(Severity.CRITICAL.word())
                || AlarmSource.RUN.has(alarm.key())
                || AlarmSource.STALE.has(alarm.key());
    }
}
