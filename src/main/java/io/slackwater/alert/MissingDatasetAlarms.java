package io.slackwater.alert;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.health.Words;
import java.util.List;
import java.util.Optional;

/** For {@link AlarmSource#STALE}: a dataset with backups no longer exists. */
public final class MissingDatasetAlarms {

    private MissingDatasetAlarms() {}

    /**
     * The dataset was backed up before and no longer exists. The caller omits datasets
     * whose removal a user acknowledged.
     *
     * @param name the user's name for the dataset, for example a database's name; empty when unknown
     * @param database whether the dataset is a database that a server dumps
     * @param intoServer whether its snapshots are restored into a running server
     */
    public static Alarm of(DatasetHealth health, Optional<String> name, boolean database, boolean intoServer) {
        String dataset = health.dataset();
        HealthReason why = health.why();
        boolean removed = why != HealthReason.VANISHED && why != HealthReason.OUT_OF_SCOPE;
        return new Alarm(
                        AlarmSource.STALE,
                        dataset + ":gone",
                        removed || why == HealthReason.VANISHED && !database ? Severity.WARNING : Severity.CRITICAL,
                        title(health, name, database),
                        health.reason(),
                        remedy(health, name, intoServer))
                .after(removed ? Patience.AWAY : Patience.SETTLING)
                .because(List.of(why));
    }

    private static AlarmText title(DatasetHealth health, Optional<String> name, boolean database) {
        String dataset = health.dataset();
        return switch (health.why()) {
            case OUT_OF_SCOPE -> AlarmText.of("title.missing.scope", dataset);
            case VANISHED ->
                name.map(one -> AlarmText.of(database ? "title.missing.database" : "title.missing.data", one, dataset))
                        .orElseGet(() -> AlarmText.of("title.missing.vanished", dataset));
            default -> AlarmText.of("title.missing.gone", dataset);
        };
    }

    /**
     * Returns the commands that restore a dataset that no longer exists.
     *
     * @param name the user's name for the dataset, such as the name of its database; empty when unknown
     * @param intoServer whether its snapshots are restored into a running server
     */
    static AlarmText remedy(DatasetHealth health, Optional<String> name, boolean intoServer) {
        String dataset = health.dataset();
        if (health.why() == HealthReason.OUT_OF_SCOPE) {
            return AlarmText.of("remedy.missing.scope", dataset);
        }
        if (!intoServer) {
            return AlarmText.of("remedy.missing.volume", dataset, restore(health, name, false));
        }
        return health.why() == HealthReason.VANISHED
                ? AlarmText.of("remedy.missing.database", dataset, database(health, name))
                : AlarmText.of("remedy.missing.server", dataset, restore(health, name, true));
    }

    /**
     * Returns the command that restores the dataset of a removed workload: into a new volume, or into the server of
     * another workload.
     *
     * @param name the user's name for the dataset, such as the name of its database; empty when unknown
     * @param intoServer whether its snapshots are restored into a running server
     */
    public static String restore(DatasetHealth health, Optional<String> name, boolean intoServer) {
        String dataset = health.dataset();
        return intoServer
                ? database(health, name) + " --workload ID"
                : "%s restore %s --volume %s-restored".formatted(Remedies.TOOL, dataset, dataset);
    }

    private static String database(DatasetHealth health, Optional<String> name) {
        return "%s restore %s --database %s"
                .formatted(
                        Remedies.TOOL, health.dataset(), name.map(Words::shell).orElse("NAME"));
    }
}
