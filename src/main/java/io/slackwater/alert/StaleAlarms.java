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
                                AlarmText.of(titleKey(health), health.dataset()),
                                health.reason(),
                                remedy(health))
                        .after(young(health) ? FIRST_BACKUP : Duration.ZERO)
                        .of(health.lastRun().map(RunRecord::workload).orElse(""))
                        .because(List.of(health.why())))
                .toList();
    }

    private static String titleKey(DatasetHealth health) {
        return switch (health.why()) {
            case NEVER -> "title.stale.never";
            case SUSPECTED_DAMAGE -> "title.stale.damage";
            case NO_REPOSITORY -> "title.stale.noRepository";
            case NO_PLAN -> "title.stale.noPlan";
            default -> young(health) ? "title.stale.neverGone" : "title.stale.old";
        };
    }

    /** Whether the dataset never had a backup but may still get one, for example when its container starts again. */
    private static boolean young(DatasetHealth health) {
        return health.why() == HealthReason.NEVER
                || health.why() == HealthReason.GONE_STALE && health.newest().isEmpty();
    }

    private static AlarmText remedy(DatasetHealth health) {
        String dataset = health.dataset();
        AlarmText now = AlarmText.of("remedy.stale.now", dataset);
        return switch (health.why()) {
            case NO_PLAN -> AlarmText.of("remedy.stale.noPlan");
            case GONE_STALE -> AlarmText.of("remedy.stale.gone", dataset);
            case NO_REPOSITORY ->
                AlarmText.of("remedy.stale.noRepository", health.repository().orElse(""))
                        .then(now);
            case SUSPECTED_DAMAGE ->
                now.then(AlarmText.of(
                        "remedy.stale.damage", dataset, health.repository().orElse("REPOSITORY")));
            case NEVER -> now.then(AlarmText.of("remedy.stale.never", dataset));
            case FRESH,
                    STALE,
                    NOT_RESTORABLE,
                    DISABLED,
                    DISABLED_STALE,
                    GONE,
                    COVERED,
                    MISLABELLED,
                    VANISHED,
                    OUT_OF_SCOPE -> now.then(AlarmText.of("remedy.stale.old"));
        };
    }

    /** The newest snapshot of a dataset is much smaller than the previous snapshot. */
    public static Alarm shrunk(String dataset, String reason) {
        return AlarmSource.STALE.critical(
                dataset + ":shrunk",
                AlarmText.of("title.stale.shrunk", dataset),
                reason,
                AlarmText.of("remedy.stale.shrunk", dataset));
    }
}
