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
 * Whether the last batch of backups was a good night: every dataset that was due has a verified snapshot of then, nothing is at work
 * any more, and no alarm about a failure is open. Pure.
 */
public final class GoodNight {

    private GoodNight() {}

    /**
     * When the newest verified snapshot was made; empty when this was no good night, or is none yet.
     *
     * @param raised what is raised and not over
     * @param atWork whether a run is open, or a batch still being closed
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

    /** The last run succeeded, and the schedule has asked for no other since. */
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
