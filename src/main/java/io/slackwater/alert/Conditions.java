package io.slackwater.alert;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.discovery.Scope;
import io.slackwater.discovery.Sentence;
import io.slackwater.discovery.Uncovered;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.health.Words;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.OwedCommand;
import io.slackwater.journal.RunPause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.policy.PolicyException;
import io.slackwater.policy.PolicyProblem;
import io.slackwater.repository.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Builds the alarms for current problems. Pure. */
public final class Conditions {

    /** A new dataset is backed up at once. It raises an alarm if it has no backup after this time. */
    private static final Duration FIRST_BACKUP = Duration.ofHours(1);

    /**
     * A problem raises its alarm only after this time. Many problems during the start of a stack end within moments.
     */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    /**
     * A missing container or server raises its alarm only after this time, because recreating or restarting takes
     * minutes.
     */
    private static final Duration AWAY = Duration.ofMinutes(15);

    /**
     * Reasons that raise no alarm about an old backup. The alarm about the missing dataset, the repository or the label
     * says more.
     */
    private static final Set<HealthReason> OTHER_ALARM = EnumSet.of(
            HealthReason.VANISHED, HealthReason.OUT_OF_SCOPE, HealthReason.NOT_RESTORABLE, HealthReason.MISLABELLED);

    private static final int SHORT_ID = 12;
    private static final long MIB = 1024L * 1024;

    private Conditions() {}

    /**
     * For {@link AlarmSource#RUN}: the last run of a dataset failed or could not be verified. A later removal of the
     * container ends no alarm.
     *
     * @param meant whether a user acknowledged that this dataset is gone for good
     * @param running whether a run of this dataset is queued or running
     */
    public static List<Alarm> runs(
            Collection<DatasetHealth> datasets, Predicate<String> meant, Predicate<String> running) {
        List<Alarm> alarms = new ArrayList<>();
        for (DatasetHealth health : datasets) {
            // A vanished dataset has a more precise alarm. A retired dataset without a backup leaves nothing to do.
            if (health.why() == HealthReason.VANISHED
                    || health.why().over() && health.newest().isEmpty()
                    || health.why() == HealthReason.COVERED
                    || health.why().missing() && meant.test(health.dataset())) {
                continue;
            }
            health.lastRun()
                    .filter(run -> run.state() != RunState.SUCCEEDED)
                    // A run interrupted by Slackwater's restart is no failure while the dataset is being backed up
                    // again.
                    .filter(run -> run.cause() != EndCause.INTERRUPTED || !running.test(run.dataset()))
                    .ifPresent(run -> alarms.add(run(run)));
        }
        return alarms;
    }

    /**
     * Returns the datasets that {@link #runs} cannot evaluate yet. A restart of Slackwater interrupted their last run,
     * and a new run has begun.
     */
    public static Set<String> undecided(Collection<DatasetHealth> datasets, Predicate<String> running) {
        return datasets.stream()
                .flatMap(health -> health.lastRun().stream())
                .filter(run -> run.cause() == EndCause.INTERRUPTED && running.test(run.dataset()))
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
                        Remedies.run(run))
                .after(run.cause() == EndCause.INTERRUPTED ? SETTLING : Duration.ZERO)
                .of(run.workload())
                .because(List.of(run.state(), run.cause()));
    }

    /** For {@link AlarmSource#STALE}: the dataset has no backup that is recent enough. */
    public static List<Alarm> stale(Collection<DatasetHealth> datasets) {
        return datasets.stream()
                .filter(health -> !health.up() && !OTHER_ALARM.contains(health.why()))
                .map(health -> AlarmSource.STALE
                        .critical(
                                health.dataset(),
                                title(health).formatted(health.dataset()),
                                health.reason(),
                                Remedies.stale(health))
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

    /**
     * For {@link AlarmSource#STALE}: the dataset was backed up before and no longer exists. The caller omits datasets
     * whose removal a user acknowledged.
     *
     * @param name the user's name for the dataset, for example a database's name; empty when unknown
     * @param database whether the dataset is a database that a server dumps
     * @param intoServer whether its snapshots are restored into a running server
     */
    public static Alarm missing(DatasetHealth health, Optional<String> name, boolean database, boolean intoServer) {
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
                        Remedies.missing(health, name, intoServer))
                .after(removed ? AWAY : SETTLING)
                .because(List.of(why));
    }

    /** For {@link AlarmSource#COVERAGE}: no dataset exists. */
    public static Alarm nothingProtected(Scope scope) {
        return AlarmSource.COVERAGE
                .critical(
                        "nothing",
                        "Nothing is protected",
                        scope.whyNothing(),
                        "scripts/backrest-management.sh coverage lists all containers, and the labels that protect them.")
                .after(AWAY);
    }

    /** For {@link AlarmSource#STALE}: the newest snapshot of a dataset is much smaller than the previous snapshot. */
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

    /**
     * For {@link AlarmSource#STALE}: the last pause took more than twice as long as expected. Below twice the target, a
     * busy host explains that, and the users hardly notice it.
     */
    public static Optional<Alarm> slowFreeze(String dataset, RunPause pause, Duration target) {
        return pause.frozen()
                .filter(time -> time.compareTo(target.multipliedBy(2)) > 0
                        && !pause.estimate().isZero()
                        && time.compareTo(pause.estimate().multipliedBy(2)) > 0)
                .map(time -> AlarmSource.STALE.warning(
                        dataset + ":freeze",
                        "The container of dataset %s was paused longer than expected".formatted(dataset),
                        "The last backup paused it for %.1f s; %.1f s were expected."
                                .formatted(
                                        time.toMillis() / 1000.0,
                                        pause.estimate().toMillis() / 1000.0),
                        "Check whether the host or the repository was busy at that time, and whether the schedule leaves it"
                                + " alone. Exclude files with slackwater.files.exclude if the pause stays long."));
    }

    /** For {@link AlarmSource#COVERAGE}: data without a backup that would be lost with the disk. */
    public static List<Alarm> coverage(Collection<Uncovered> uncovered) {
        Map<String, List<Uncovered>> bySubject = uncovered.stream()
                .filter(one -> one.severity() == Uncovered.Severity.ALARM)
                .collect(Collectors.groupingBy(Uncovered::where, LinkedHashMap::new, Collectors.toList()));
        List<Alarm> alarms = new ArrayList<>();
        bySubject.forEach((subject, all) -> alarms.add(AlarmSource.COVERAGE
                .warning(
                        subject,
                        "Not protected: " + subject,
                        all.stream().map(Uncovered::reason).distinct().collect(Collectors.joining(" ")),
                        all.stream().map(Uncovered::remedy).distinct().collect(Collectors.joining(" ")))
                .after(SETTLING)
                .of(all.getFirst().workload().value())
                .because(all.stream().map(Uncovered::gap).sorted().toList())));
        return alarms;
    }

    /** For {@link AlarmSource#REPOSITORY}: a repository cannot be used or is damaged. */
    public static Alarm repository(String repository, String reason, Set<Failure> failures) {
        return AlarmSource.REPOSITORY
                .critical(
                        repository + ":trouble",
                        "Repository %s has a problem".formatted(repository),
                        reason,
                        Remedies.repository(repository, failures))
                .because(failures);
    }

    /** For {@link AlarmSource#REPOSITORY}: another program removed verified snapshots from a repository. */
    public static Alarm lost(String repository, String reason, Collection<String> datasets) {
        return AlarmSource.REPOSITORY
                .critical(
                        repository + ":lost",
                        "Snapshots are gone from repository %s".formatted(repository),
                        reason,
                        Remedies.lost())
                .because(datasets);
    }

    /**
     * For {@link AlarmSource#REPOSITORY}: the lock of another program blocks {@code forget} and {@code check} in a
     * repository that has no other problem.
     */
    public static Alarm waiting(String repository, String reason) {
        return AlarmSource.REPOSITORY.warning(
                repository + ":waits",
                "Another program locks repository %s".formatted(repository),
                reason,
                "scripts/backrest-management.sh doctor shows whether the lock is gone. Slackwater tries again every 10 minutes and after the next backup.");
    }

    /**
     * For {@link AlarmSource#REPOSITORY}: the free disk space is below the policy's minimum, so no backup is written.
     *
     * @param free bytes; when empty (unknown), no alarm is raised
     * @param minFreeMiB the policy's {@code limits.minFreeMiB}
     */
    public static Optional<Alarm> lowDisk(String repository, OptionalLong free, int minFreeMiB) {
        if (free.isEmpty() || free.getAsLong() >= minFreeMiB * MIB) {
            return Optional.empty();
        }
        return Optional.of(
                AlarmSource.REPOSITORY.critical(
                        repository + ":disk-low",
                        "The disk of repository %s is nearly full".formatted(repository),
                        "%d MiB are free. Below %d MiB Slackwater writes no backup to it."
                                .formatted(free.getAsLong() / MIB, minFreeMiB),
                        "df -h shows the disk: free some space, or enlarge it. scripts/backrest-management.sh schedule shows the next prune. Backups continue by themselves above limits.minFreeMiB of the policy."));
    }

    /**
     * For {@link AlarmSource#SECURITY}: many authentications fail, or a file with users or secrets is invalid.
     *
     * @param failures how many authentications failed within the last {@code window}
     * @param bound an alarm is raised above this number of failures
     * @param problems the problems of the files with users and secrets, each with its remedy
     */
    public static List<Alarm> signIn(long failures, int bound, Duration window, List<String> problems) {
        List<Alarm> alarms = new ArrayList<>();
        if (failures > bound) {
            alarms.add(
                    AlarmSource.SECURITY.warning(
                            "authentication",
                            "Many authentications fail",
                            "%d authentications failed within %d minutes; %d are normal."
                                    .formatted(failures, window.toMinutes(), bound),
                            "docker compose logs slackwater | grep 'authentication failed' shows method and address. Give a program with an old token the token in secrets/api.token, a monitor that in secrets/health.token, and a proxy the secret in secrets/proxy.secret. Block an attacker in the firewall. The alarm ends when few authentications fail."));
        }
        if (!problems.isEmpty()) {
            alarms.add(
                    AlarmSource.SECURITY.warning(
                            "files",
                            "A file with users or secrets is not valid",
                            problems.stream().map(Sentence::of).collect(Collectors.joining(" ")),
                            "Correct the file; Slackwater reads it again at once. docker compose exec slackwater /app/entrypoint.sh users (add, remove, list) manages users, scripts/backrest-setup.sh creates missing secrets. Until then these users cannot sign in; secrets/api.token still works."));
        }
        return alarms;
    }

    /** For {@link AlarmSource#POLICY}: the policy file was changed and is now invalid. */
    public static List<Alarm> policy(Optional<PolicyException> rejected) {
        return rejected
                .map(why -> AlarmSource.POLICY
                        .warning(
                                "rejected",
                                "The changed policy is not valid",
                                String.valueOf(why.getMessage()),
                                "docker compose exec slackwater /app/entrypoint.sh policy check checks the file. Correct what the alarm names; Slackwater reads the file again within seconds. Until then it uses the last valid policy.")
                        .because(
                                why.problems().stream().map(PolicyProblem::path).toList()))
                .stream()
                .toList();
    }

    /**
     * For {@link AlarmSource#FREEZE}: Slackwater cannot unpause a container that it paused.
     *
     * @param containers container ids
     * @param since how long Slackwater has tried
     * @param reason Docker's last error; empty when Docker does not answer
     */
    public static Alarm frozen(String dataset, List<String> containers, Duration since, String reason) {
        List<String> ids = containers.stream()
                .map(id -> id.substring(0, Math.min(SHORT_ID, id.length())))
                .toList();
        String all = String.join(", ", ids);
        String one = containers.isEmpty() ? "ID" : containers.getFirst();
        return AlarmSource.FREEZE
                .critical(
                        dataset,
                        "Container %s is still paused after the backup of %s".formatted(all, dataset),
                        Sentence.of("Docker has not unpaused it for %d s%s; Slackwater tries again until it succeeds"
                                .formatted(
                                        since.toSeconds(), reason.isEmpty() ? " and gives no answer" : ": " + reason)),
                        ("On the host: docker unpause %s. If that command hangs too, restart the Docker daemon, or resume the processes without"
                                        + " Docker (cgroup v2: for f in $(find /sys/fs/cgroup -path '*%s*' -name cgroup.freeze); do echo 0 > $f;"
                                        + " done; cgroup v1: echo THAWED > /sys/fs/cgroup/freezer/docker/%s/freezer.state).")
                                .formatted(String.join(" ", ids), one, one))
                .because(ids);
    }

    /** For {@link AlarmSource#COMMAND}: the command after a capture failed, so the service may be in a special mode. */
    public static Alarm command(OwedCommand command) {
        return AlarmSource.COMMAND
                .critical(
                        command.workload(),
                        "The command after the backup of %s failed".formatted(command.workload()),
                        Sentence.of(command.failure().orElse("it did not run yet")),
                        ("Correct its label slackwater.exec.post. If the service is in a maintenance mode, end the mode:"
                                        + " docker exec %s with the command of the label. Slackwater runs the command again after the next backup of"
                                        + " the service, and the alarm ends when the command succeeds.")
                                .formatted(command.container()))
                .of(command.workload());
    }

    /** For {@link AlarmSource#JOURNAL}: the journal cannot be written, so no backup starts. */
    public static List<Alarm> journal(Optional<String> trouble) {
        return trouble
                .map(
                        message -> AlarmSource.JOURNAL.critical(
                                "unwritable",
                                "The journal cannot be written",
                                message,
                                "df -h and docker volume inspect show the disk of the volume slackwater-data: free some space, or make it writable. Slackwater tries again. No backup starts until then. Paused containers are resumed, and existing backups are safe."))
                .stream()
                .toList();
    }

    /** For {@link AlarmSource#DOCKER}: Docker does not answer, so no backup starts. */
    public static List<Alarm> docker(Optional<String> trouble) {
        return trouble
                .map(message -> AlarmSource.DOCKER
                        .critical(
                                "unreachable",
                                "Docker does not answer",
                                message,
                                "On the host: docker ps. When it does not answer: systemctl restart docker. When it answers: check that the compose file mounts docker.sock, then docker compose up -d --force-recreate slackwater. No backup is made until then.")
                        .after(SETTLING))
                .stream()
                .toList();
    }
}
