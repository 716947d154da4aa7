package io.slackwater.alert;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.health.Words;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.Failure;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses the remedy of an alarm by its cause. The commands can be copied and run in order. */
final class Remedies {

    private static final String TOOL = "scripts/backrest-management.sh";

    private Remedies() {}

    /** Returns the remedy for a run that failed or could not be verified. */
    static String run(RunRecord run) {
        String again = "Then: %1$s backup %2$s --wait. A good run ends this alarm. %1$s logs %3$s shows this run."
                .formatted(TOOL, run.dataset(), run.id());
        EndCause cause = run.state() == RunState.UNVERIFIED ? EndCause.NOT_CHECKED : run.cause();
        return switch (cause) {
                    case FREEZE_LIMIT ->
                        "Raise the label slackwater.freeze.max in the compose file, then docker compose up -d. Or raise limits.freezeMax in the policy, which needs no restart.";
                    case INTERRUPTED ->
                        "%s schedule shows when Slackwater repeats the backup. After an unplanned restart: docker compose logs slackwater names the reason, and df -h shows whether the journal's disk is full."
                                .formatted(TOOL);
                    case NOT_CHECKED ->
                        "%1$s doctor and df -h show problems of the repository and of the disk for checks. A plan with verify: size never verifies; set verify: full. %1$s list %2$s shows the older verified snapshots."
                                .formatted(TOOL, run.dataset());
                    case REPOSITORY, REPOSITORY_UNAVAILABLE, REPOSITORY_INVALID ->
                        "%s doctor shows what is wrong with the repository, and the remedy. The data of %s are not the problem."
                                .formatted(TOOL, run.workload());
                    case ENGINE, SCRATCH_FULL ->
                        "%s doctor, df -h, docker compose ps and docker compose logs backrest show what is wrong with restic or Backrest. The data of %s are not the problem."
                                .formatted(TOOL, run.workload());
                    case POLICY ->
                        "Add plan %s to the policy, or label the container with slackwater.plan and an existing plan."
                                .formatted(run.identity().plan());
                    case UNWATCHED ->
                        "Slackwater reverts the edited plan in Backrest, and removes the unverified snapshot before the next backup.";
                    case INTERNAL ->
                        "docker compose logs slackwater shows the error. df -h shows whether a disk is full; if not, report a defect of Slackwater.";
                    case NONE, SOURCE, SOURCE_INVALID, FREEZE, FREEZE_REFUSED, NOT_WHOLE, CANCELLED ->
                        "docker compose ps and docker compose logs show whether %s runs, accepts connections and can be read. df -h shows a full disk, and %s doctor shows a problem of the repository."
                                .formatted(run.workload(), TOOL);
                }
                + " "
                + again;
    }

    /** Returns the remedy for a run that takes longer than usual. */
    static String slow(RunRecord run) {
        return "%1$s logs %2$s shows its step. docker stats and df -h show a busy host or a full disk, and the operation on Backrest's page shows restic's progress. DELETE /api/v1/runs/%2$s cancels the run. The alarm ends with the run; plans.%3$s.maxDuration in the policy is the limit."
                .formatted(TOOL, run.id(), run.identity().plan());
    }

    /** Returns the remedy for a dataset whose backup is missing or too old. */
    static String stale(DatasetHealth health) {
        String now = "%1$s backup %2$s --wait makes a backup now, or names what prevents it."
                .formatted(TOOL, health.dataset());
        return switch (health.why()) {
            case NO_PLAN ->
                "Add the plan to the policy, or label the container with slackwater.plan and an existing plan.";
            case GONE_STALE ->
                "docker compose up -d starts its container again; then %1$s backup %2$s --wait. If it is gone for good: %1$s acknowledge %2$s."
                        .formatted(TOOL, health.dataset());
            case NO_REPOSITORY ->
                "Put repository %s back into the policy to restore older snapshots. %s"
                        .formatted(health.repository().orElse(""), now);
            case SUSPECTED_DAMAGE ->
                "%s That backup is read back completely, so its success ends this alarm. %2$s check %4$s --wait ends it too when all data are good. %2$s list %3$s shows the snapshots that may be damaged."
                        .formatted(
                                now, TOOL, health.dataset(), health.repository().orElse("REPOSITORY"));
            case NEVER -> "%s %s logs %s shows earlier attempts.".formatted(now, TOOL, health.dataset());
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
                        .formatted(now, TOOL);
        };
    }

    /**
     * Returns the commands that restore a dataset that no longer exists.
     *
     * @param name the user's name for the dataset, such as the name of its database; empty when unknown
     * @param intoServer whether its snapshots are restored into a running server
     */
    static String missing(DatasetHealth health, Optional<String> name, boolean intoServer) {
        String dataset = health.dataset();
        String restore = "%s restore %s ".formatted(TOOL, dataset);
        String forGood = "; if it is gone for good: %s acknowledge %s.".formatted(TOOL, dataset);
        String database = restore + "--database " + name.map(Words::shell).orElse("NAME");
        if (health.why() == HealthReason.OUT_OF_SCOPE) {
            return "Add its project to projects in backrest-config/policy.yml; no restart is needed" + forGood;
        }
        if (!intoServer) {
            return "Restore it into a new volume: " + restore + "--volume " + dataset + "-restored" + forGood;
        }
        return health.why() == HealthReason.VANISHED
                ? "Restore it: " + database + forGood
                : "docker compose up -d starts its container again. Or restore it into the server of another workload: "
                        + database + " --workload ID" + forGood;
    }

    /** Returns the remedy for a repository with problems. */
    static String repository(String repository, Collection<Failure> failures) {
        return failures.stream()
                        .map(Remedies::remedy)
                        .distinct()
                        .collect(Collectors.joining(" "))
                        .formatted(repository)
                + " Then: %s check %s --wait. A successful check ends this alarm.".formatted(TOOL, repository);
    }

    private static String remedy(Failure failure) {
        return switch (failure) {
            case OTHER_REPOSITORY ->
                "Another repository is at its place: mount the right one, or correct its uri in the policy. If secrets/keys/%1$s.id was"
                        + " changed, put the recorded id back: it is the id that restic cat config shows for the right repository.";
            case NO_REPOSITORY ->
                "The repository is missing or empty: mount its disk, restore its directory, or correct its uri in the policy."
                        + " Delete nothing, and never run restic init. Only when it is lost for good: move (never delete)"
                        + " secrets/keys/%1$s.key and .id to a safe place; the next backup begins a new repository.";
            case WRONG_KEY, KEY_MISSING ->
                "The repository's key is wrong or missing: put the key of the recovery kit into secrets/keys/%1$s.key.";
            case DISK_FULL, READ_ONLY ->
                "The repository's disk is full or read-only. Free space, or correct its mount (df -h).";
            case SCRATCH_FULL ->
                "The disk of restic's temporary files is full. Free space in /data of Slackwater's container (the volume"
                        + " slackwater-data), or in /tmp of Backrest's.";
            case DAMAGED, INCOMPLETE ->
                "The repository is damaged: do not change it. Copy it, repair the copy as restic's troubleshooting page says, then back up again.";
            case NETWORK ->
                "The repository's server cannot be reached: check the server and the network. Slackwater tries again.";
            case IDLE ->
                "restic made no progress: check the source and the repository's disk or server. Slackwater tries again.";
            case LOCKED ->
                "Another program holds the repository's lock: look at Backrest's page, and for other restic processes. Slackwater tries again.";
            case SOURCE, GROWING, NOT_BEGUN, ELSEWHERE, FREEZE_ENDED, CANCELLED, KILLED, OTHER ->
                "restic failed. docker compose logs slackwater shows its output.";
        };
    }

    /** Returns the remedy for verified snapshots that another program removed. */
    static String lost() {
        return ("%1$s list DATASET shows the remaining snapshots. Find the program that deletes snapshots there: Backrest's page, another policy, or"
                        + " restic with the key. A dataset without another snapshot is backed up again at once, unless its plan is disabled."
                        + " This alarm ends when each dataset has a newer verified snapshot, after an hour at the earliest. %1$s acknowledge"
                        + " DATASET ends it at once.")
                .formatted(TOOL);
    }
}
