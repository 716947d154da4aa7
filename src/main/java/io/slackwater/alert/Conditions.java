package io.slackwater.alert;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.discovery.Scope;
import io.slackwater.discovery.Uncovered;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.health.Words;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.policy.PolicyException;
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

    /** A new dataset is backed up at once. A dataset that still has no backup after this time raises an alarm. */
    private static final Duration FIRST_BACKUP = Duration.ofHours(1);

    /** Problems that appear while a stack starts often end within moments. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    /** A recreated container or a restarted server is absent for some minutes. */
    private static final Duration AWAY = Duration.ofMinutes(15);

    /** The alarm for a missing dataset, or for the repository, describes these reasons better. */
    private static final Set<HealthReason> TOLD_ELSEWHERE =
            EnumSet.of(HealthReason.VANISHED, HealthReason.OUT_OF_SCOPE, HealthReason.NOT_RESTORABLE);

    private static final int SHORT_ID = 12;
    private static final long MIB = 1024L * 1024;

    private Conditions() {}

    /**
     * For {@link AlarmSource#RUN}: the last run of a dataset failed or could not be verified. This includes a dataset whose
     * workload has been removed since, possibly during that run.
     *
     * @param meant whether a user acknowledged that this dataset is gone for good
     * @param running whether a run of this dataset is open
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

    /** Datasets that {@link #runs} cannot evaluate yet: a restart interrupted their last run, and a new run is open. */
    public static Set<String> undecided(Collection<DatasetHealth> datasets, Predicate<String> running) {
        return datasets.stream()
                .flatMap(health -> health.lastRun().stream())
                .filter(run -> run.cause() == EndCause.INTERRUPTED && running.test(run.dataset()))
                .map(RunRecord::dataset)
                .collect(Collectors.toSet());
    }

    private static Alarm run(RunRecord run) {
        boolean unverified = run.state() == RunState.UNVERIFIED;
        return new Alarm(
                AlarmSource.RUN,
                run.dataset(),
                Severity.WARNING,
                unverified
                        ? "The last backup of dataset %s could not be verified".formatted(run.dataset())
                        : "The last backup of dataset %s failed".formatted(run.dataset()),
                Words.sentence("run %s of plan %s ended at %s: %s"
                        .formatted(
                                run.id(),
                                run.plan(),
                                run.ended().map(Words::time).orElse("an unknown time"),
                                run.message().isEmpty() ? "no reason was recorded" : run.message())),
                Remedies.run(run),
                run.cause() == EndCause.INTERRUPTED ? SETTLING : Duration.ZERO);
    }

    /** For {@link AlarmSource#STALE}: a dataset without a recent enough backup. */
    public static List<Alarm> stale(Collection<DatasetHealth> datasets) {
        return datasets.stream()
                .filter(health -> !health.up() && !TOLD_ELSEWHERE.contains(health.why()))
                .map(health -> new Alarm(
                        AlarmSource.STALE,
                        health.dataset(),
                        Severity.CRITICAL,
                        switch (health.why()) {
                            case NEVER -> "Dataset %s has no backup".formatted(health.dataset());
                            case IN_DOUBT -> "The backup of dataset %s may be damaged".formatted(health.dataset());
                            case GONE_STALE ->
                                health.newest().isEmpty()
                                        ? "Dataset %s is gone and never had a backup".formatted(health.dataset())
                                        : "Dataset %s has no fresh backup".formatted(health.dataset());
                            case NO_REPOSITORY ->
                                "The backups of dataset %s are in no repository of the policy"
                                        .formatted(health.dataset());
                            case NO_PLAN -> "Dataset %s belongs to no plan".formatted(health.dataset());
                            default -> "Dataset %s has no fresh backup".formatted(health.dataset());
                        },
                        health.reason(),
                        Remedies.stale(health),
                        young(health) ? FIRST_BACKUP : Duration.ZERO))
                .toList();
    }

    /** Whether the dataset may still get its first backup, for example when its container starts again. */
    private static boolean young(DatasetHealth health) {
        return health.why() == HealthReason.NEVER
                || health.why() == HealthReason.GONE_STALE && health.newest().isEmpty();
    }

    /**
     * For {@link AlarmSource#STALE}: a dataset that was backed up before and no longer exists, unless a user acknowledged that.
     *
     * @param name the user's name for the dataset, for example a database's name; empty when unknown
     * @param database whether the dataset is a database that a server dumps
     * @param intoServer whether its snapshots are restored into a running server
     */
    public static Alarm missing(DatasetHealth health, Optional<String> name, boolean database, boolean intoServer) {
        String dataset = health.dataset();
        if (health.why() == HealthReason.OUT_OF_SCOPE) {
            return outOfScope(health);
        }
        boolean vanished = health.why() == HealthReason.VANISHED;
        return new Alarm(
                AlarmSource.STALE,
                dataset + ":gone",
                vanished && database ? Severity.CRITICAL : Severity.WARNING,
                vanished
                        ? "%s has vanished"
                                .formatted(name.map(one -> "%s %s (dataset %s)"
                                                .formatted(database ? "Database" : "Data", one, dataset))
                                        .orElse("Dataset " + dataset))
                        : "Dataset %s is not there any more".formatted(dataset),
                health.reason(),
                Remedies.missing(dataset, vanished, name, intoServer),
                vanished ? SETTLING : AWAY);
    }

    private static Alarm outOfScope(DatasetHealth health) {
        String dataset = health.dataset();
        return new Alarm(
                AlarmSource.STALE,
                dataset + ":gone",
                Severity.CRITICAL,
                "Dataset %s is not backed up any more: projects of the policy leave it out".formatted(dataset),
                health.reason(),
                Remedies.outOfScope(dataset),
                SETTLING);
    }

    /** For {@link AlarmSource#COVERAGE}: there is not a single dataset. */
    public static Alarm nothingProtected(Scope scope) {
        return new Alarm(
                AlarmSource.COVERAGE,
                "nothing",
                Severity.CRITICAL,
                "Nothing is protected",
                scope.whyNothing(),
                "scripts/backrest-management.sh coverage lists what there is and what would protect it.",
                AWAY);
    }

    /** For {@link AlarmSource#STALE}: a dataset whose newest snapshot is much smaller than the previous snapshot. */
    public static Alarm shrunk(String dataset, String reason) {
        return new Alarm(
                AlarmSource.STALE,
                dataset + ":shrunk",
                Severity.CRITICAL,
                "Dataset %s is much smaller than before".formatted(dataset),
                reason,
                ("See whether something is missing in it. The older snapshots are kept until you decide: scripts/backrest-management.sh"
                                + " list %1$s shows them, scripts/backrest-management.sh restore %1$s --snapshot ID with the place to"
                                + " restore to puts one beside. When it is meant to be that small:"
                                + " scripts/backrest-management.sh acknowledge %1$s.")
                        .formatted(dataset),
                Duration.ZERO);
    }

    /** For {@link AlarmSource#COVERAGE}: everything unprotected that would be lost with the disk. */
    public static List<Alarm> coverage(Collection<Uncovered> uncovered) {
        Map<String, List<Uncovered>> bySubject = uncovered.stream()
                .filter(one -> one.severity() == Uncovered.Severity.ALARM)
                .collect(Collectors.groupingBy(Uncovered::where, LinkedHashMap::new, Collectors.toList()));
        List<Alarm> alarms = new ArrayList<>();
        bySubject.forEach((subject, all) -> alarms.add(new Alarm(
                AlarmSource.COVERAGE,
                subject,
                Severity.WARNING,
                "Not protected: " + subject,
                all.stream().map(one -> Words.sentence(one.reason())).distinct().collect(Collectors.joining(" ")),
                all.stream().map(one -> Words.sentence(one.remedy())).distinct().collect(Collectors.joining(" ")),
                SETTLING)));
        return alarms;
    }

    /** For {@link AlarmSource#REPOSITORY}: a repository that cannot be used, or that lost something. */
    public static Alarm repository(String repository, String reason) {
        return new Alarm(
                AlarmSource.REPOSITORY,
                repository + ":trouble",
                Severity.CRITICAL,
                "Repository %s has a problem".formatted(repository),
                reason,
                Remedies.repository(repository, reason),
                Duration.ZERO);
    }

    /** For {@link AlarmSource#REPOSITORY}: a repository from which another program removed verified snapshots. */
    public static Alarm lost(String repository, String reason) {
        return new Alarm(
                AlarmSource.REPOSITORY,
                repository + ":lost",
                Severity.CRITICAL,
                "Snapshots are gone from repository %s".formatted(repository),
                reason,
                Remedies.lost(),
                Duration.ZERO);
    }

    /**
     * For {@link AlarmSource#REPOSITORY}: a healthy repository in which {@code forget} and {@code check} are blocked by a
     *  foreign lock.
     */
    public static Alarm waiting(String repository, String reason) {
        return new Alarm(
                AlarmSource.REPOSITORY,
                repository + ":waits",
                Severity.WARNING,
                "Repository %s waits for somebody else's lock".formatted(repository),
                reason,
                "It is tried again by itself every 10 minutes, and after the next backup.",
                Duration.ZERO);
    }

    /**
     * For {@link AlarmSource#REPOSITORY}: too little free disk for the next backups.
     *
     * @param free bytes; empty when unknown: no alarm
     * @param minFreeMiB the policy's {@code limits.minFreeMiB}
     */
    public static Optional<Alarm> lowDisk(String repository, OptionalLong free, int minFreeMiB) {
        if (free.isEmpty() || free.getAsLong() >= minFreeMiB * MIB) {
            return Optional.empty();
        }
        return Optional.of(new Alarm(
                AlarmSource.REPOSITORY,
                repository + ":disk-low",
                Severity.CRITICAL,
                "The disk of repository %s is nearly full".formatted(repository),
                "%d MiB are free; with less than %d MiB nothing is written to it."
                        .formatted(free.getAsLong() / MIB, minFreeMiB),
                "Free some space on that disk or give it more (df -h; scripts/backrest-management.sh schedule shows the next prune). limits.minFreeMiB in the policy is the bound; backups go on by themselves above it.",
                Duration.ZERO));
    }

    /**
     * For {@link AlarmSource#SECURITY}: many sign-ins fail, or a file with users or secrets is invalid.
     *
     * @param failures authentications that failed within the last {@code window}
     * @param bound the number of failures above which the alarm is raised
     * @param problems of the files with users and secrets, each with its remedy
     */
    public static List<Alarm> signIn(long failures, int bound, Duration window, List<String> problems) {
        List<Alarm> alarms = new ArrayList<>();
        if (failures > bound) {
            alarms.add(new Alarm(
                    AlarmSource.SECURITY,
                    "authentication",
                    Severity.WARNING,
                    "Many authentications fail",
                    "%d failed within %d minutes; more than %d are an alarm."
                            .formatted(failures, window.toMinutes(), bound),
                    "docker compose logs slackwater | grep 'authentication failed' says by which method and from where: give a program with an old token the one in secrets/api.token, a proxy the secret in secrets/proxy.secret, and shut out in the firewall who guesses. It ends by itself when there are few again.",
                    Duration.ZERO));
        }
        if (!problems.isEmpty()) {
            alarms.add(new Alarm(
                    AlarmSource.SECURITY,
                    "files",
                    Severity.WARNING,
                    "A file that decides who is let in is wrong",
                    problems.stream().map(Words::sentence).collect(Collectors.joining(" ")),
                    "Mend the file where it says; it is read again at once, without a restart. Users are made and removed with docker compose exec slackwater /app/entrypoint.sh users (add, remove, list); scripts/backrest-setup.sh makes secrets that are missing. Until then, who depends on it is not let in; secrets/api.token goes on working.",
                    Duration.ZERO));
        }
        return alarms;
    }

    /** For {@link AlarmSource#POLICY}: the changed policy file is invalid. */
    public static List<Alarm> policy(Optional<PolicyException> rejected) {
        return rejected
                .map(why -> new Alarm(
                        AlarmSource.POLICY,
                        "rejected",
                        Severity.WARNING,
                        "The changed policy is not valid",
                        String.valueOf(why.getMessage()),
                        why.remedy()
                                .orElse(
                                        "Correct the file at that line; it is read again within seconds, and docker compose exec slackwater /app/entrypoint.sh policy check says whether it is right. Until then the last good policy stays in force."),
                        Duration.ZERO))
                .stream()
                .toList();
    }

    /**
     * For {@link AlarmSource#FREEZE}: a container that Slackwater paused cannot be unpaused.
     *
     * @param containers ids
     * @param since how long unpausing has been tried
     * @param reason Docker's last error; empty when Docker does not answer
     */
    public static Alarm frozen(String dataset, List<String> containers, Duration since, String reason) {
        List<String> ids = containers.stream()
                .map(id -> id.substring(0, Math.min(SHORT_ID, id.length())))
                .toList();
        String all = String.join(", ", ids);
        String one = containers.isEmpty() ? "ID" : containers.getFirst();
        return new Alarm(
                AlarmSource.FREEZE,
                dataset,
                Severity.CRITICAL,
                "Container %s is still paused after the backup of %s".formatted(all, dataset),
                Words.sentence("Docker has not let it go on for %d s%s; it is tried again for ever"
                        .formatted(since.toSeconds(), reason.isEmpty() ? " and gives no answer" : ": " + reason)),
                ("On the host: docker unpause %s. When that hangs too, Docker has locked up on this container: let its"
                                + " processes go on without Docker (cgroup v2: for f in $(find /sys/fs/cgroup -path '*%s*' -name"
                                + " cgroup.freeze); do echo 0 > $f; done; cgroup v1: echo THAWED >"
                                + " /sys/fs/cgroup/freezer/docker/%s/freezer.state), or restart the Docker daemon.")
                        .formatted(String.join(" ", ids), one, one),
                Duration.ZERO);
    }

    /** For {@link AlarmSource#JOURNAL}: the journal cannot be written, so no backup can be made. */
    public static List<Alarm> journal(Optional<String> trouble) {
        return trouble
                .map(message -> new Alarm(
                        AlarmSource.JOURNAL,
                        "unwritable",
                        Severity.CRITICAL,
                        "The journal cannot be written",
                        message,
                        "Look at the disk and the volume slackwater-data (df -h, docker volume inspect, docker compose logs slackwater), and free some space or make it writable; it is tried again by itself. No backup starts until then, what is paused is let go on all the same, and what was backed up is safe.",
                        Duration.ZERO))
                .stream()
                .toList();
    }

    /** For {@link AlarmSource#DOCKER}: Docker does not answer, so no backup can be made. */
    public static List<Alarm> docker(Optional<String> trouble) {
        return trouble
                .map(message -> new Alarm(
                        AlarmSource.DOCKER,
                        "unreachable",
                        Severity.CRITICAL,
                        "Docker does not answer",
                        message,
                        "On the host: docker ps. When that does not answer either, restart the daemon (systemctl restart docker); when it does, see that its socket is mounted into Slackwater's container (docker.sock in the compose file) and start that anew: docker compose up -d --force-recreate slackwater. No backup is made until then.",
                        SETTLING))
                .stream()
                .toList();
    }
}
