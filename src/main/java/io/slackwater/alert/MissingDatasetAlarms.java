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
                        switch (why) {
                            case OUT_OF_SCOPE ->
                                "Dataset %s is no longer backed up: projects of the policy exclude it"
                                        .formatted(dataset);
                            case VANISHED ->
                                "%s has vanished"
                                        .formatted(name.map(one -> "%s %s (dataset %s)"
                                                        .formatted(database ? "Database" : "Data", one, dataset))
                                                .orElse("Dataset " + dataset));
                            default -> "Dataset %s no longer exists".formatted(dataset);
                        },
                        health.reason(),
                        remedy(health, name, intoServer))
                .after(removed ? Patience.AWAY : Patience.SETTLING)
                .because(List.of(why));
    }

    /**
     * Returns the commands that restore a dataset that no longer exists.
     *
     * @param name the user's name for the dataset, such as the name of its database; empty when unknown
     * @param intoServer whether its snapshots are restored into a running server
     */
    static String remedy(DatasetHealth health, Optional<String> name, boolean intoServer) {
        String dataset = health.dataset();
        String forGood = "; if it is gone for good: %s acknowledge %s.".formatted(Remedies.TOOL, dataset);
        if (health.why() == HealthReason.OUT_OF_SCOPE) {
            return "Add its project to projects in backrest-config/policy.yml; no restart is needed" + forGood;
        }
        if (!intoServer) {
            return "Restore it into a new volume: " + restore(health, name, false) + forGood;
        }
        return health.why() == HealthReason.VANISHED
                ? "Restore it: " + database(health, name) + forGood
                : "docker compose up -d starts its container again. Or restore it into the server of another workload: "
                        + restore(health, name, true) + forGood;
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
