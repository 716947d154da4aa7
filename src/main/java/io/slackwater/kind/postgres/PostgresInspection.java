package io.slackwater.kind.postgres;

import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inspection;
import io.slackwater.discovery.InspectionResult;
import io.slackwater.discovery.SignInSearch;
import io.slackwater.discovery.SignInSearch.Value;
import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered.Gap;
import io.slackwater.discovery.Uncovered.Severity;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.Mount;
import io.slackwater.policy.Nearest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Lists the databases of PostgreSQL servers. Caches each server's last answer, so that its databases stay listed while
 * the server is down. Safe for use by several threads.
 */
final class PostgresInspection {

    private static final Logger LOG = Logger.getLogger(PostgresInspection.class);
    private static final List<String> USERS = List.of("POSTGRES_USER", "PGUSER");
    private static final List<String> PASSWORDS =
            List.of("POSTGRES_PASSWORD", "POSTGRESQL_POSTGRES_PASSWORD", "POSTGRESQL_PASSWORD", "PGPASSWORD");
    private static final String HOW_TO_SIGN_IN =
            "the labels slackwater.user and slackwater.password.env or slackwater.password.file define the sign-in";

    private final Clock clock;
    private final PostgresHistory history;
    private final Map<WorkloadId, Known> known = new ConcurrentHashMap<>();

    PostgresInspection(Clock clock, PostgresHistory history) {
        this.history = history;
        this.clock = clock;
    }

    private record Known(PostgresCluster cluster, Credentials signIn) {}

    InspectionResult of(Inspection asked) throws DockerException, InterruptedException {
        Container container = asked.container();
        Optional<Known> before = Optional.ofNullable(known.get(asked.workload()));
        // No command runs in a paused container. A pause for a backup must not look like lost databases.
        if (container.state() == Container.State.PAUSED && before.isPresent()) {
            return findings(asked, before.get());
        }
        if (!container.running()) {
            return failed(
                    asked,
                    "the container is " + container.state().name().toLowerCase(Locale.ROOT),
                    "start it: a database can only be dumped while its server runs",
                    before);
        }
        SignInSearch.Found found = signIn(asked);
        if (found.problem().isPresent()) {
            return failed(asked, found.problem().get(), "correct the labels of the sign-in", before);
        }
        return switch (PostgresCluster.ask(asked, found.signIn())) {
            case PostgresCluster.Listing.Listed listed -> {
                Known now = new Known(listed.cluster(), found.signIn());
                known.put(asked.workload(), now);
                yield findings(asked, now);
            }
            case PostgresCluster.Listing.Failed failure ->
                failed(
                        asked,
                        failure.reason(),
                        "check that the server runs and accepts this user and password; " + HOW_TO_SIGN_IN,
                        before);
        };
    }

    private static SignInSearch.Found signIn(Inspection asked) throws DockerException, InterruptedException {
        SignInSearch search = new SignInSearch(asked);
        return search.find(
                List.of(() -> search.environment(USERS), () -> Value.of(PostgresClient.USER, "PostgreSQL's default")),
                List.of(() -> search.environment(PASSWORDS)));
    }

    private InspectionResult failed(Inspection asked, String reason, String remedy, Optional<Known> before) {
        LOG.debugf("cannot list databases workload=%s reason=\"%s\"", asked.workload(), reason);
        String kept = before.isPresent() ? "; databases from an earlier inspection stay listed" : "";
        asked.alarm("cannot list databases: " + reason + kept, remedy);
        return before.isPresent()
                ? findings(asked, before.get())
                : InspectionResult.of(Credentials.NONE, List.of(), directories(asked.container(), Optional.empty()));
    }

    private InspectionResult findings(Inspection asked, Known known) {
        PostgresCluster cluster = known.cluster();
        List<Dataset> datasets = new ArrayList<>();
        for (PostgresCluster.Database database : cluster.databases()) {
            if (captured(asked, database)) {
                datasets.add(asked.dump(
                        asked.database(database.name()),
                        PostgresKind.ARCHIVE,
                        List.of(
                                "database " + database.name() + " of PostgreSQL " + cluster.version(),
                                "method stream: the server writes a consistent dump")));
            }
        }
        // At the end, so that their dump has each role that the dumps of the databases name.
        if (cluster.superuser()) {
            datasets.add(asked.dump(PostgresKind.ROLES, PostgresKind.SCRIPT, List.of("roles of the server")));
        } else {
            asked.report(
                    Severity.ALARM,
                    new Subject.Dump(PostgresKind.ROLES),
                    "the user " + known.signIn().user().orElse("") + " is no superuser and cannot read the roles",
                    "name a superuser by the label slackwater.user",
                    Gap.NO_BACKUP);
        }
        missing(asked, cluster);
        return InspectionResult.of(known.signIn(), datasets, directories(asked.container(), Optional.of(cluster)));
    }

    private boolean captured(Inspection asked, PostgresCluster.Database database) {
        Subject.Database subject = asked.database(database.name());
        boolean named = asked.databases().contains(database.name());
        if (!asked.databases().isEmpty() && !named) {
            return note(asked, Gap.LEFT_OUT, subject, "not named by the label slackwater.databases", "nothing");
        }
        if (DatabaseExchange.isBeside(database.name())) {
            return note(
                    asked,
                    Gap.NO_BACKUP,
                    subject,
                    "a restore in place keeps it beside the live database",
                    "nothing: Slackwater drops it after restore.keepOld of the policy");
        }
        if (database.broken()) {
            return note(
                    asked,
                    Gap.UNUSABLE,
                    subject,
                    "DROP DATABASE was interrupted, so it allows no connections",
                    "run DROP DATABASE again");
        }
        if (!database.connectable()) {
            asked.report(
                    Severity.ALARM,
                    subject,
                    "it allows no connections (datallowconn is false), so it cannot be dumped",
                    "ALTER DATABASE " + DatabaseDefinition.shown(database.name())
                            + " ALLOW_CONNECTIONS true; if it needs no backup, drop it, or list the other databases in the label slackwater.databases",
                    Gap.NO_BACKUP);
            return false;
        }
        Optional<RestoreMark> filling = database.filling().filter(one -> one.leftAlone(clock.instant()));
        if (filling.isPresent()) {
            return note(
                    asked,
                    Gap.UNUSABLE,
                    subject,
                    "restore " + filling.get().restore() + " is putting snapshot "
                            + filling.get().snapshot() + " into it, or was interrupted, so the database is incomplete",
                    "wait until the restore ends; then Slackwater backs it up. If no restore runs (GET /api/v1/restores), drop it and"
                            + " restore it again");
        }
        // A database that the label names, or that has backups already, is no mere copy.
        Optional<RestoreMark> beside = named || history.has(subject.dataset())
                ? Optional.empty()
                : history.restored(database.identity(), database.name()).filter(one -> one.leftAlone(clock.instant()));
        if (beside.isPresent()) {
            return note(
                    asked,
                    Gap.NO_BACKUP,
                    subject,
                    "restore " + beside.get().restore() + " created it as a copy; it is not backed up until "
                            + beside.get().until() + ", then like any other database",
                    "drop it when you no longer need it; to have it backed up now, rename it or name it in the label"
                            + " slackwater.databases");
        }
        return true;
    }

    private static boolean note(Inspection asked, Gap gap, Subject subject, String reason, String remedy) {
        asked.report(Severity.NOTE, subject, reason, remedy, gap);
        return false;
    }

    private static void missing(Inspection asked, PostgresCluster cluster) {
        List<String> there =
                cluster.databases().stream().map(PostgresCluster.Database::name).toList();
        for (String name : asked.databases()) {
            if (!there.contains(name)) {
                asked.report(
                        Severity.ALARM,
                        asked.database(name),
                        "label slackwater.databases names " + name + ", which the server does not have",
                        "it has " + String.join(", ", there) + Nearest.hint(name, there),
                        Gap.UNUSABLE);
            }
        }
    }

    /**
     * The directories that the dumps cover, so that their volumes need no backup of their own. The server names these
     * directories. Loss prevented: volumes below the usual directory, where users mount archives, would have no backup.
     */
    private static Set<String> directories(Container container, Optional<PostgresCluster> cluster) {
        Set<String> directories = new LinkedHashSet<>();
        cluster.ifPresent(c -> directories.addAll(c.directories()));
        String data = container.environment().getOrDefault("PGDATA", "");
        if (data.startsWith("/")) {
            directories.add(data);
        }
        List<Path> known = directories.stream().map(Path::of).toList();
        for (String usual : PostgresKind.DIRECTORIES) {
            if (cluster.isEmpty() || container.mounts().stream().noneMatch(mount -> beside(mount, usual, known))) {
                directories.add(usual);
            }
        }
        return directories;
    }

    /** Whether a volume is mounted below the usual directory, but contains no data of the server. */
    private static boolean beside(Mount mount, String usual, List<Path> known) {
        Path at = Path.of(mount.destination()).normalize();
        return at.startsWith(usual)
                && known.stream().noneMatch(directory -> at.startsWith(directory) || directory.startsWith(at));
    }

    /** Forgets all other workloads. */
    void keep(Set<WorkloadId> ids) {
        known.keySet().retainAll(ids);
    }
}
