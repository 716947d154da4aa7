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
 * Decides whether all backups that were due succeeded. Each dataset then has a verified snapshot since its last
 * scheduled time. No run is open, and no failure alarm is raised. Pure.
 */
public final class GoodNight {

    private GoodNight() {}

    /**
     * Returns the time of the newest verified snapshot; empty if a backup is missing, running or failed.
     *
     * @param raised the raised alarms
     * @param atWork whether a run is open, or the maintenance after the last runs has not ended
     */
    public static Optional<Instant> of(
            Policy policy,
            Collection<DatasetHealth> datasets,
            Collection<AlarmRecord> raised,
            boolean atWork,
            Instant now) {
        List<DatasetHealth> expected = datasets.stream()
                .filter(one -> !one.why().disabled() && !one.why().over())
                .toList();
        boolean good = !atWork
                && raised.stream().noneMatch(GoodNight::failure)
                && expected.stream().allMatch(one -> verified(policy, one, now));
        return good
                ? expected.stream().flatMap(one -> one.newest().stream()).max(Comparator.naturalOrder())
                : Optional.empty();
    }

    /** Whether the last run succeeded, and no scheduled time has passed since its snapshot. */
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
                || AlarmSource.STALE.has(alarm.key())
                || AlarmSource.WORKLOAD.has(alarm.key());
    }
}
