package io.slackwater.alert;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.RunRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** For {@link AlarmSource#STALE}: the newest backup of a dataset is missing, too old or much smaller than before. */
public final class StaleAlarms {

    /** A new dataset is backed up at once. It raises an alarm if it has no backup after this time. */
    private static final Duration FIRST_BACKUP = Duration.ofHours(1);

    /**
     * Reasons that raise no alarm about an old backup. The alarm about the missing dataset, the repository or the label
     * says more.
     */
    private static final Set<HealthReason> OTHER_ALARM = EnumSet.of(
            HealthReason.VANISHED, HealthReason.OUT_OF_SCOPE, HealthReason.NOT_RESTORABLE, HealthReason.MISLABELLED);

    private StaleAlarms() {}

    /** The dataset has no backup that is recent enough. */
    public static List<Alarm> of(Collection<DatasetHealth> datasets) {
        return datasets.stream()
                .filter(health -> !health.up() && !OTHER_ALARM.contains(health.why()))
                .map(health -> AlarmSource.STALE
                        .critical(
                                health.dataset(),
                                title(health).formatted(health.dataset()),
                                health.reason(),
                                remedy(health))
                        .after(young(health) ? FIRST_BACKUP : Duration.ZERO)
                        .of(health.lastRun().map(RunRecord::workload).orElse(""))
                        .because(List.of(health.why())))
                .toList();
    }

    private static String title(DatasetHealth health) {
        return switch (health.why()) {
            case NEVER -> "Dataset %s has no backup";
            case SUSPECTED_DAMAGE -> "The backup of dataset %s may be damaged";
            case NO_REPOSITORY -> "The backups of dataset %s are in no repository of the policy";
            case NO_PLAN -> "Dataset %s belongs to no plan";
            default -> young(health) ? "Dataset %s is gone and never had a backup" : "Dataset %s has no fresh backup";
        };
    }

    /** Whether the dataset never had a backup but may still get one, for example when its container starts again. */
    private static boolean young(DatasetHealth health) {
        return health.why() == HealthReason.NEVER
                || health.why() == HealthReason.GONE_STALE && health.newest().isEmpty();
    }

    private static String remedy(DatasetHealth health) {
        String now = "%1$s backup %2$s --wait makes a backup now, or names what prevents it."
                .formatted(Remedies.TOOL, health.dataset());
        return switch (health.why()) {
            case NO_PLAN ->
                "Add the plan to the policy, or label the container with slackwater.plan and an existing plan.";
            case GONE_STALE ->
                "docker compose up -d starts its container again; then %1$s backup %2$s --wait. If it is gone for good: %1$s acknowledge %2$s."
                        .formatted(Remedies.TOOL, health.dataset());
            case NO_REPOSITORY ->
                "Put repository %s back into the policy to restore older snapshots. %s"
                        .formatted(health.repository().orElse(""), now);
            case SUSPECTED_DAMAGE ->
                "%s That backup is read back completely, so its success ends this alarm. %2$s check %4$s --wait ends it too when all data are good. %2$s list %3$s shows the snapshots that may be damaged."
                        .formatted(
                                now,
                                Remedies.TOOL,
                                health.dataset(),
                                health.repository().orElse("REPOSITORY"));
            case NEVER -> "%s %s logs %s shows earlier attempts.".formatted(now, Remedies.TOOL, health.dataset());
            case FRESH,
                    STALE,
                    NOT_RESTORABLE,
                    DISABLED,
                    DISABLED_STALE,
                    GONE,
                    COVERED,
                    MISLABELLED,
                    VANISHED,
                    OUT_OF_SCOPE ->
                "%s %s schedule shows when its plan runs, and timedatectl shows whether this machine's clock is right."
                        .formatted(now, Remedies.TOOL);
        };
    }

    /** The newest snapshot of a dataset is much smaller than the previous snapshot. */
    public static Alarm shrunk(String dataset, String reason) {
        return AlarmSource.STALE.critical(
                dataset + ":shrunk",
                "Dataset %s is much smaller than before".formatted(dataset),
                reason,
                ("scripts/backrest-management.sh list %1$s shows the older snapshots, which are kept until you decide."
                                + " scripts/backrest-management.sh restore %1$s --snapshot ID restores an older snapshot beside the data. If the"
                                + " new size is right: scripts/backrest-management.sh acknowledge %1$s.")
                        .formatted(dataset));
    }
}
