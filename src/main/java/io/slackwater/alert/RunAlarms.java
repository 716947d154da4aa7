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
                        run.state() == RunState.UNVERIFIED
                                ? "The last backup of dataset %s could not be verified".formatted(run.dataset())
                                : "The last backup of dataset %s failed".formatted(run.dataset()),
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

    static String remedy(RunRecord run) {
        String again = "Then: %1$s backup %2$s --wait. A good run ends this alarm. %1$s logs %3$s shows this run."
                .formatted(Remedies.TOOL, run.dataset(), run.id());
        EndCause cause = run.state() == RunState.UNVERIFIED ? EndCause.NOT_CHECKED : run.cause();
        return switch (cause) {
                    case FREEZE_LIMIT ->
                        "Raise the label slackwater.freeze.max in the compose file, then docker compose up -d. Or raise limits.freezeMax in the policy, which needs no restart.";
                    case INTERRUPTED ->
                        "%s schedule shows when Slackwater repeats the backup. After an unplanned restart: docker compose logs slackwater names the reason, and df -h shows whether the journal's disk is full."
                                .formatted(Remedies.TOOL);
                    case NOT_CHECKED ->
                        "%1$s doctor and df -h show problems of the repository and of the disk for checks. A plan with verify: size never verifies; set verify: full. %1$s list %2$s shows the older verified snapshots."
                                .formatted(Remedies.TOOL, run.dataset());
                    case REPOSITORY, REPOSITORY_UNAVAILABLE, REPOSITORY_INVALID ->
                        "%s doctor shows what is wrong with the repository, and the remedy. The data of %s are not the problem."
                                .formatted(Remedies.TOOL, run.workload());
                    case ENGINE, SCRATCH_FULL ->
                        "%s doctor, df -h, docker compose ps and docker compose logs backrest show what is wrong with restic or Backrest. The data of %s are not the problem."
                                .formatted(Remedies.TOOL, run.workload());
                    case POLICY ->
                        "Add plan %s to the policy, or label the container with slackwater.plan and an existing plan."
                                .formatted(run.identity().plan());
                    case UNWATCHED ->
                        "Slackwater reverts the edited plan in Backrest, and removes the unverified snapshot before the next backup.";
                    case INTERNAL ->
                        "docker compose logs slackwater shows the error. df -h shows whether a disk is full; if not, report a defect of Slackwater.";
                    case UNREADABLE ->
                        "docker compose logs slackwater names the damaged entry of the journal. A new backup replaces it as the last one.";
                    case NOT_RUNNING ->
                        "docker ps -a and docker logs show why no container of %s runs. docker compose up -d starts it."
                                .formatted(run.workload());
                    case FREEZE, FREEZE_REFUSED ->
                        "docker ps -a shows the state of the container of %s. Start it with docker compose up -d, or resume it with docker unpause."
                                .formatted(run.workload());
                    case SOURCE_INVALID ->
                        "Correct what the message names: the service itself, or its label in the compose file and then docker compose up -d.";
                    case NONE, SOURCE, NOT_WHOLE, CANCELLED ->
                        "If the message is not enough: docker ps -a and docker logs show whether the container of %s runs, accepts connections and can be read. %s doctor shows whether a disk is full."
                                .formatted(run.workload(), Remedies.TOOL);
                }
                + " "
                + again;
    }
}
