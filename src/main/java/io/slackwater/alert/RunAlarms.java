package io.slackwater.alert;

import io.slackwater.discovery.Sentence;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.health.Words;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** For {@link AlarmSource#RUN}: the last run of a dataset failed or could not be verified. */
public final class RunAlarms {

    private RunAlarms() {}

    /**
     * The last run of a dataset failed or could not be verified. A later removal of the
     * container ends no alarm.
     *
     * @param meant whether a user acknowledged that this dataset is gone for good
     * @param running whether a run of this dataset is queued or running
     */
    public static List<Alarm> of(
            Collection<DatasetHealth> datasets, Predicate<String> meant, Predicate<String> running) {
        List<Alarm> alarms = new ArrayList<>();
        for (DatasetHealth health : datasets) {
            if (!concerns(health) || health.why().missing() && meant.test(health.dataset())) {
                continue;
            }
            health.lastRun()
                    .filter(run -> run.state() != RunState.SUCCEEDED)
                    .filter(run -> !repeated(run) || !running.test(run.dataset()))
                    .ifPresent(run -> alarms.add(run(run)));
        }
        return alarms;
    }

    /**
     * Whether the result of the dataset's last run still matters. A vanished dataset has a more precise alarm. A retired
     * dataset without a backup leaves nothing to do.
     */
    static boolean concerns(DatasetHealth health) {
        return health.why() != HealthReason.VANISHED
                && health.why() != HealthReason.COVERED
                && !(health.why().over() && health.newest().isEmpty());
    }

    /**
     * Whether Slackwater repeats the run by itself: after its restart, or when the repository can be used again. Such a
     * run is no failure while the dataset is being backed up again.
     */
    private static boolean repeated(RunRecord run) {
        return run.cause() == EndCause.INTERRUPTED || SharedCauses.ofRepository(run.cause());
    }

    /**
     * Returns the datasets that {@link #of} cannot evaluate yet. Slackwater repeats their last run by itself, and the
     * new run has begun.
     */
    public static Set<String> undecided(Collection<DatasetHealth> datasets, Predicate<String> running) {
        return datasets.stream()
                .flatMap(health -> health.lastRun().stream())
                .filter(run -> repeated(run) && running.test(run.dataset()))
                .map(RunRecord::dataset)
                .collect(Collectors.toSet());
    }

    private static Alarm run(RunRecord run) {
        return AlarmSource.RUN
                .warning(
                        run.dataset(),
                        AlarmText.of(
                                run.state() == RunState.UNVERIFIED ? "title.run.unverified" : "title.run.failed",
                                run.dataset()),
                        Sentence.of("run %s of plan %s ended at %s: %s"
                                .formatted(
                                        run.id(),
                                        run.identity().plan(),
                                        run.ended().map(Words::time).orElse("an unknown time"),
                                        run.message().isEmpty() ? "no reason was recorded" : run.message())),
                        remedy(run))
                .after(repeated(run) ? Patience.SETTLING : Duration.ZERO)
                .of(run.workload())
                .because(List.of(run.state(), run.cause()));
    }

    static AlarmText remedy(RunRecord run) {
        EndCause cause = run.state() == RunState.UNVERIFIED ? EndCause.NOT_CHECKED : run.cause();
        AlarmText remedy = switch (cause) {
            case FREEZE_LIMIT -> AlarmText.of("remedy.run.freezeLimit");
            case INTERRUPTED -> AlarmText.of("remedy.run.interrupted");
            case NOT_CHECKED -> AlarmText.of("remedy.run.notChecked", run.dataset());
            case REPOSITORY, REPOSITORY_UNAVAILABLE, REPOSITORY_INVALID ->
                AlarmText.of("remedy.run.repository", run.workload());
            case ENGINE, SCRATCH_FULL -> AlarmText.of("remedy.run.engine", run.workload());
            case POLICY -> AlarmText.of("remedy.run.policy", run.identity().plan());
            case UNWATCHED -> AlarmText.of("remedy.run.unwatched");
            case INTERNAL -> AlarmText.of("remedy.run.internal");
            case UNREADABLE -> AlarmText.of("remedy.run.unreadable");
            case NOT_RUNNING -> AlarmText.of("remedy.run.notRunning", run.workload());
            case FREEZE, FREEZE_REFUSED -> AlarmText.of("remedy.run.freeze", run.workload());
            case SOURCE_INVALID -> AlarmText.of("remedy.run.sourceInvalid");
            case NONE, SOURCE, NOT_WHOLE, CANCELLED -> AlarmText.of("remedy.run.source", run.workload());
        };
        return remedy.then(AlarmText.of("remedy.run.again", run.dataset(), run.id()));
    }
}
