package io.slackwater.alert;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.health.Words;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Chooses the instructions of an alarm when they depend on the cause. The commands can be copied and run in order. */
final class Remedies {

    private static final String TOOL = "scripts/backrest-management.sh";

    private Remedies() {}

    /** After a run that failed or could not be verified. */
    static String run(RunRecord run) {
        String again = "Then: %1$s backup %2$s --wait; a good run ends this alarm. %1$s logs %3$s shows the run whole."
                .formatted(TOOL, run.dataset(), run.id());
        if (run.cause() == EndCause.FREEZE_LIMIT) {
            return "Change the label in the compose file, then docker compose up -d; a changed policy is read by itself. %s"
                    .formatted(again);
        }
        if (run.cause() == EndCause.INTERRUPTED) {
            return ("Nothing is to be done when Slackwater was restarted on purpose: it is backed up again by itself (%1$s schedule shows"
                            + " when). Otherwise docker compose logs slackwater tells why it ended, and df -h whether the disk of its"
                            + " journal is full. %2$s")
                    .formatted(TOOL, again);
        }
        if (run.state() == RunState.UNVERIFIED) {
            return ("The stored snapshot is not offered, because it is not verified. Older verified snapshots:"
                            + " %s list %s. Nothing is ever verified in a plan with verify: size: make it verify: full."
                            + " Otherwise see that the repository and the disk for checks are well (%s doctor, df -h). %s")
                    .formatted(TOOL, run.dataset(), TOOL, again);
        }
        if (run.cause() == EndCause.REPOSITORY) {
            return ("Its repository is the trouble, and not %s: do what is said of it (%s doctor shows what is wrong with it). %s")
                    .formatted(run.workload(), TOOL, again);
        }
        if (run.cause() == EndCause.ENGINE) {
            return ("What makes the backup is the trouble, and not %1$s: do what is said of it (%2$s doctor and df -h show what is wrong;"
                            + " when Backrest was at it, docker compose ps and docker compose logs backrest whether that runs"
                            + " and answers). %3$s")
                    .formatted(run.workload(), TOOL, again);
        }
        return ("See that %s runs, that its server lets clients in and its files can be read (docker compose ps, docker compose logs,"
                        + " df -h), and that the repository is well (%s doctor). %s")
                .formatted(run.workload(), TOOL, again);
    }

    /** For a dataset without a recent enough backup. */
    static String stale(DatasetHealth health) {
        if (health.why() == HealthReason.NO_PLAN) {
            return "Add the plan to the policy, or label the container with slackwater.plan and a plan that is there.";
        }
        if (health.why() == HealthReason.GONE_STALE) {
            return "Start its container again (docker compose up -d); then %1$s backup %2$s --wait makes one. When its end is meant: %1$s acknowledge %2$s."
                    .formatted(TOOL, health.dataset());
        }
        String now = "%1$s backup %2$s --wait makes one now and says what keeps it from succeeding."
                .formatted(TOOL, health.dataset());
        if (health.why() == HealthReason.NO_REPOSITORY) {
            return "Put repository %s back into the policy, where older snapshots are to be restored from. %s"
                    .formatted(health.repository().orElse(""), now);
        }
        if (health.why() == HealthReason.IN_DOUBT) {
            return ("%1$s It is read back whole, so a good one ends this; so does %2$s check %4$s --wait when all data are good."
                            + " %2$s list %3$s shows what is in doubt.")
                    .formatted(now, TOOL, health.dataset(), health.repository().orElse("REPOSITORY"));
        }
        return health.why() == HealthReason.NEVER
                ? "%s %s logs %s shows what was tried.".formatted(now, TOOL, health.dataset())
                : "%s %s schedule shows when its plan runs, timedatectl whether the clock of this machine is right."
                        .formatted(now, TOOL);
    }

    /**
     * For a missing dataset that has backups: commands that restore it.
     *
     * @param vanished whether the dataset is missing although its workload exists
     * @param name the user's name for the dataset, such as its database; empty when unknown
     * @param intoServer whether its snapshots are restored into a running server
     */
    static String missing(String dataset, boolean vanished, Optional<String> name, boolean intoServer) {
        String restore = "%s restore %s ".formatted(TOOL, dataset);
        String meant = "; when its end is meant: %s acknowledge %s.".formatted(TOOL, dataset);
        if (!intoServer) {
            return "Restore it into a new volume: " + restore + "--volume " + dataset + "-restored" + meant;
        }
        String database = restore + "--database " + name.map(Words::shell).orElse("NAME");
        return vanished
                ? "Restore it: " + database + meant
                : "Start its container again (docker compose up -d), or restore it into another server, of workload ID: "
                        + database + " --workload ID" + meant;
    }

    /** For a dataset whose container exists, but whose project the policy excludes. */
    static String outOfScope(String dataset) {
        return ("Add its project to projects in backrest-config/policy.yml, which is read by itself. When its end is meant: %s"
                        + " acknowledge %s.")
                .formatted(TOOL, dataset);
    }

    /**
     * For a repository with a problem.
     *
     * @param reason the problem; a recognised problem limits the advice to the matching parts
     */
    static String repository(String repository, String reason) {
        List<String> known = HELP.stream()
                .filter(help -> help.words().matcher(reason).find())
                .map(Help::remedy)
                .toList();
        List<String> parts = known.isEmpty() ? HELP.stream().map(Help::remedy).toList() : known;
        return ("Nothing is written to it until it is right again. " + String.join(" ", parts)
                        + " Then: %2$s check %1$s --wait; when it is good, this alarm ends.")
                .formatted(repository, TOOL);
    }

    /** For verified snapshots that another program removed. */
    static String lost() {
        return ("See who forgets there: Backrest's page, another policy, or restic with the key. Backups go on, and a dataset that has no"
                        + " other snapshot is backed up again at once, unless its plan is disabled; %1$s list DATASET shows what is left. This"
                        + " ends by itself when each of them has a newer verified snapshot, after an hour at the earliest, or when you"
                        + " know of it: %1$s acknowledge DATASET.")
                .formatted(TOOL);
    }

    /** The advice for a problem whose message, from {@code Diagnosis} or from restic, matches the pattern. */
    private record Help(Pattern words, String remedy) {}

    private static final List<Help> HELP = List.of(
            new Help(
                    Pattern.compile(
                            "never initialised again|another repository|parts of it are gone|opens with any key"),
                    "Gone, empty or another one: mount its disk again, restore its directory, or correct its uri in the policy; delete"
                            + " nothing, and never restic init. Only when it is lost for good: move (never delete) secrets/keys/%1$s.key"
                            + " and .id to a safe place, and the next backup begins a new one."),
            new Help(
                    Pattern.compile("wrong password|Put the (right )?key file back|key files in .* cannot be used"),
                    "Its key is refused or gone: put the one of the recovery kit into secrets/keys/%1$s.key."),
            new Help(
                    Pattern.compile("[Ff]ree some space|no space left|Make the repository writable|read-only"),
                    "Full or read-only: free some space, see the mount (df -h)."),
            new Help(
                    Pattern.compile("damaged|[Rr]un restic check|rewrote|cannot be read back"),
                    "Damaged: keep it as it is, copy it, mend it as restic's troubleshooting page says, then %2$s backup --wait."),
            new Help(
                    Pattern.compile("Check the way to the repository's server"),
                    "Its server cannot be reached: see that it runs, and the network between; it is tried again by itself."),
            new Help(
                    Pattern.compile("Something else works on this repository"),
                    "Something else holds its lock: see who works on it (Backrest's page, another restic); it is tried again by itself."));
}
