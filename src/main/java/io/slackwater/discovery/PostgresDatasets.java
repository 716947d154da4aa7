package io.slackwater.discovery;

import io.slackwater.discovery.Uncovered.Gap;
import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.policy.Nearest;
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
 * Lists the databases of PostgreSQL servers, live. Remembers the last answer of each, so that databases do not vanish from the
 * inventory while their server cannot be asked. Safe for use by several threads.
 */
final class PostgresDatasets {

    private static final Logger LOG = Logger.getLogger(PostgresDatasets.class);
    private static final List<String> USUAL = List.of("/var/lib/postgresql", "/bitnami/postgresql");

    private final Execs execs;
    private final SignInSearch search;
    private final Clock clock;
    private final BackupHistory history;
    private final Map<WorkloadId, Known> known = new ConcurrentHashMap<>();

    PostgresDatasets(Execs execs, Clock clock, BackupHistory history) {
        this.history = history;
        this.execs = execs;
        this.search = new SignInSearch(execs);
        this.clock = clock;
    }

    private record Known(PostgresCluster cluster, Credentials signIn, List<String> because) {}

    Dumped look(WorkloadId id, String subject, Container container, Labels labels, PlanChoice plan, Coverage coverage)
            throws DockerException, InterruptedException {
        Optional<Known> before = Optional.ofNullable(known.get(id));
        // Nothing can be run in a paused container. When it is paused for one of our own copies, that must not look
        // like a loss.
        if (container.state() == Container.State.PAUSED && before.isPresent()) {
            Known last = before.get();
            return dumped(id, container, last, labels, plan, coverage, "listed before it was paused");
        }
        if (!container.running()) {
            return failed(
                    id,
                    subject,
                    "the container is " + container.state().name().toLowerCase(Locale.ROOT),
                    "start it: a database can only be dumped while its server runs",
                    container,
                    before,
                    labels,
                    plan,
                    coverage);
        }
        SignInSearch.Found found = search.postgres(container, labels);
        if (found.problem().isPresent()) {
            return failed(id, subject, found.problem().get(), "correct it", container, before, labels, plan, coverage);
        }
        return switch (PostgresCluster.ask(container, found.signIn(), execs)) {
            case PostgresCluster.Listing.Listed listed -> {
                Known now = new Known(listed.cluster(), found.signIn(), found.because());
                known.put(id, now);
                yield dumped(id, container, now, labels, plan, coverage, "listed by the server");
            }
            case PostgresCluster.Listing.Failed failure ->
                failed(
                        id,
                        subject,
                        SignInWords.added(
                                failure.reason(), failure.reason(), container, found.signIn(), found.because()),
                        (SignInWords.refused(failure.reason())
                                        ? "correct what is wrong there, or name another user or source of the password: "
                                        : "see that the server runs; ")
                                + "how to sign in is said by the labels slackwater.user and slackwater.password.env or"
                                + " slackwater.password.file",
                        container,
                        before,
                        labels,
                        plan,
                        coverage);
        };
    }

    private Dumped failed(
            WorkloadId id,
            String subject,
            String reason,
            String remedy,
            Container container,
            Optional<Known> before,
            Labels labels,
            PlanChoice plan,
            Coverage coverage) {
        LOG.warnf("cannot list databases workload=%s reason=\"%s\"", id.value(), reason);
        String kept = before.isPresent() ? "; those known from before stay listed" : "";
        coverage.alarm(id, subject, "cannot list databases: " + reason + kept, remedy);
        if (before.isEmpty()) {
            return new Dumped(Credentials.NONE, List.of(), directories(container, Optional.empty()), List.of());
        }
        return dumped(id, container, before.get(), labels, plan, coverage, "known from an earlier look");
    }

    private Dumped dumped(
            WorkloadId id,
            Container container,
            Known known,
            Labels labels,
            PlanChoice plan,
            Coverage coverage,
            String how) {
        PostgresCluster cluster = known.cluster();
        List<Dataset> datasets = new ArrayList<>();
        if (cluster.superuser()) {
            List<String> because = List.of("roles belong to every database: " + how, plan.because());
            datasets.add(new Dataset(
                    DatasetIds.own(id, "roles"),
                    id,
                    "roles",
                    Kind.POSTGRES,
                    new Source.PostgresRoles(),
                    Method.STREAM,
                    plan.plan(),
                    because));
        } else {
            coverage.alarm(
                    id,
                    "roles",
                    "the user " + known.signIn().user().orElse("") + " is no superuser and cannot read the roles",
                    "name a superuser by the label slackwater.user");
        }
        for (PostgresCluster.Database database : cluster.databases()) {
            if (captured(id, database, labels, known.signIn(), coverage)) {
                datasets.add(new Dataset(
                        DatasetIds.database(id, database.name()),
                        id,
                        database.name(),
                        Kind.POSTGRES,
                        new Source.PostgresDatabase(database.name()),
                        Method.STREAM,
                        plan.plan(),
                        List.of(
                                "database " + database.name() + ": " + how + " (PostgreSQL " + cluster.version() + ")",
                                "method stream: the server dumps it by itself",
                                plan.because())));
            }
        }
        missing(id, cluster, labels, coverage);
        return new Dumped(known.signIn(), datasets, directories(container, Optional.of(cluster)), known.because());
    }

    private boolean captured(
            WorkloadId id, PostgresCluster.Database database, Labels labels, Credentials signIn, Coverage coverage) {
        String subject = "database " + database.name();
        boolean named = labels.databases().contains(database.name());
        if (!labels.databases().isEmpty() && !named) {
            told(Gap.LEFT_OUT, id, subject, "not named by the label slackwater.databases", "nothing", coverage);
            return false;
        }
        if (database.broken()) {
            told(
                    Gap.DROP_INTERRUPTED,
                    id,
                    subject,
                    "dropping it was interrupted: nobody can connect to it",
                    "DROP DATABASE it once more",
                    coverage);
            return false;
        }
        if (!database.connectable()) {
            coverage.alarm(
                    id,
                    subject,
                    "it allows no connections (datallowconn is false), so it cannot be dumped",
                    "ALTER DATABASE … ALLOW_CONNECTIONS true; when its data need no backup, drop it, or name the other"
                            + " databases by the label slackwater.databases");
            return false;
        }
        if (!database.permitted()) {
            String user = signIn.user().orElse("");
            coverage.alarm(
                    id,
                    subject,
                    "the user " + user + " may not connect to it",
                    "GRANT CONNECT on it to " + user + ", or name a superuser by the label slackwater.user");
            return false;
        }
        Optional<RestoredBeside> filling = database.filling().filter(one -> one.leftAlone(clock.instant()));
        if (filling.isPresent()) {
            told(
                    Gap.NOT_WHOLE,
                    id,
                    subject,
                    "restore " + filling.get().restore() + " is putting snapshot "
                            + filling.get().snapshot() + " into it, or was interrupted: it is not whole yet",
                    "let the restore end, then it is backed up; when none is at work (GET /api/v1/restores), drop it and"
                            + " restore it again",
                    coverage);
            return false;
        }
        // Named by the label it is wanted at once; and with backups of its own it is beside nothing.
        Optional<RestoredBeside> beside = named || history.has(DatasetIds.database(id, database.name()))
                ? Optional.empty()
                : history.restored(database.identity(), database.name()).filter(one -> one.leftAlone(clock.instant()));
        if (beside.isPresent()) {
            coverage.note(
                    id,
                    subject,
                    "restored beside the original by restore " + beside.get().restore() + "; left alone until "
                            + beside.get().until() + ", then it is backed up as any other",
                    "drop it when it is no longer needed; rename it, or name it in the label slackwater.databases, to have it"
                            + " backed up now");
            return false;
        }
        return true;
    }

    private static void told(Gap gap, WorkloadId id, String subject, String reason, String remedy, Coverage coverage) {
        coverage.add(new Uncovered(Uncovered.Severity.NOTE, id, subject, reason, remedy, gap, Optional.empty()));
    }

    private static void missing(WorkloadId id, PostgresCluster cluster, Labels labels, Coverage coverage) {
        List<String> there =
                cluster.databases().stream().map(PostgresCluster.Database::name).toList();
        for (String name : labels.databases()) {
            if (cluster.database(name).isEmpty()) {
                coverage.add(new Uncovered(
                        Uncovered.Severity.ALARM,
                        id,
                        "database " + name,
                        "label slackwater.databases names " + name + ", which the server does not have",
                        "it has " + String.join(", ", there)
                                + Nearest.to(name, there)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(""),
                        Gap.NOT_LISTED,
                        Optional.empty()));
            }
        }
    }

    static Set<String> directories(Container container, Optional<PostgresCluster> cluster) {
        Set<String> directories = new LinkedHashSet<>();
        cluster.ifPresent(c -> directories.addAll(c.dataDirectories()));
        String data = container.environment().getOrDefault("PGDATA", "");
        if (data.startsWith("/")) {
            directories.add(data);
        }
        directories.addAll(USUAL);
        return directories;
    }

    /** Forgets workloads that are gone. */
    void keep(Set<WorkloadId> ids) {
        known.keySet().retainAll(ids);
    }
}
