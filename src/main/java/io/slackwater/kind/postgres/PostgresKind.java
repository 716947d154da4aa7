package io.slackwater.kind.postgres;

import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.Toolbox;
import io.slackwater.discovery.Evidence;
import io.slackwater.discovery.Evidence.Strength;
import io.slackwater.discovery.Execs;
import io.slackwater.discovery.Inspection;
import io.slackwater.discovery.InspectionResult;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.journal.ReplacedData;
import io.slackwater.kind.DumpedTable;
import io.slackwater.kind.Exchange;
import io.slackwater.kind.NoExchange;
import io.slackwater.kind.Replacement;
import io.slackwater.kind.ReplacementTarget;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.RestorePlace;
import io.slackwater.kind.RestoredDatabase;
import io.slackwater.kind.ServerTarget;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.StoredDump;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** PostgreSQL and its extensions: one dump of the server's roles, and one of each database. */
public final class PostgresKind implements ServiceKind {

    /** The name of the dataset with the roles. */
    static final String ROLES = "roles";

    /** The format of the roles: an SQL script. */
    static final String SCRIPT = "sql";

    /** The format of a database: pg_dump's custom archive. */
    static final String ARCHIVE = "dump";

    public static final KindProfile PROFILE = new KindProfile(
            new Kind("postgres"),
            "critical",
            List.of(Method.STREAM),
            Map.of("postgres", 5432, "postgresql", 5432),
            Map.of(
                    SCRIPT, Set.of(DumpTrait.PASSWORDS, DumpTrait.FOR_SERVER, DumpTrait.SHARED),
                    ARCHIVE, Set.of(DumpTrait.FOR_SERVER, DumpTrait.TABLES)),
            Set.of(ROLES));

    /** Image names of PostgreSQL servers. Compared as a whole, so that {@code postgres-exporter} does not match. */
    private static final Set<String> IMAGES =
            Set.of("postgres", "postgresql", "pgvector", "pgvecto-rs", "timescaledb", "timescaledb-ha", "postgis");

    private static final List<String> VARIABLES =
            List.of("POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE", "POSTGRES_DB", "POSTGRES_USER");
    static final List<String> DIRECTORIES = List.of("/var/lib/postgresql", "/bitnami/postgresql");
    private static final int PORT = 5432;

    /** The longest name in bytes: {@code NAMEDATALEN} of PostgreSQL, less the zero byte at its end. */
    static final int LONGEST_NAME = 63;

    private final Docker docker;
    private final PostgresInspection inspection;
    private final StreamCapture capture;

    public PostgresKind(Docker docker, Clock clock, PostgresHistory history) {
        this.docker = docker;
        this.inspection = new PostgresInspection(clock, history);
        this.capture = new PostgresCapture(docker, new Toolbox(List.of()), clock);
    }

    @Override
    public KindProfile profile() {
        return PROFILE;
    }

    @Override
    public Stream<Evidence> recognise(Container container) {
        List<String> variables = VARIABLES.stream()
                .filter(container.environment()::containsKey)
                .limit(1)
                .toList();
        boolean server = !variables.isEmpty() || container.exposedPorts().contains(PORT);
        return Stream.of(
                        Evidence.image(container, IMAGES),
                        Stream.of("PGDATA")
                                .filter(container.environment()::containsKey)
                                .map(_ -> Evidence.of(
                                        Strength.SETTINGS, "the environment has PGDATA, as PostgreSQL images set it")),
                        Evidence.mountedAt(
                                container,
                                at -> DIRECTORIES.stream().anyMatch(at::startsWith),
                                server,
                                "it looks like a server"),
                        variables.stream().map(name -> Evidence.of(Strength.HINT, "its environment has " + name)),
                        Evidence.port(container, PORT))
                .flatMap(Function.identity());
    }

    @Override
    public Set<String> probed() {
        return Set.of("pg_isready");
    }

    @Override
    public Optional<String> probe(Container container, Execs execs) throws DockerException, InterruptedException {
        // An empty PGHOST selects the local socket. A client container with PGHOST set must not be recognised as the
        // server.
        ExecCommand command =
                new ExecCommand(List.of("pg_isready"), Map.of("PGHOST", "", "PGHOSTADDR", "", "PGPORT", ""), "");
        // 0 accepts connections, 1 rejects them (starting up), 2 no response (PostgreSQL documentation).
        return execs.run(container, command) instanceof Execs.ExecOutcome.Ended ended && ended.exitCode() <= 1
                ? Optional.of("pg_isready in the container finds a server on the local socket")
                : Optional.empty();
    }

    @Override
    public InspectionResult inspect(Inspection asked) throws DockerException, InterruptedException {
        return inspection.of(asked);
    }

    @Override
    public void keep(Set<WorkloadId> workloads) {
        inspection.keep(workloads);
    }

    @Override
    public StreamCapture capture(Source.Stream source) {
        return capture;
    }

    /** Restores a database into a new one, or the roles into the server. */
    @Override
    public RestorePlace inServer(StoredDump dump, ServerTarget target) throws RestoreException {
        PostgresServer server = server(target.workload());
        if (dump.format().equals(SCRIPT)) {
            if (!target.database().isBlank()) {
                throw new RestoreException(
                        Reason.INVALID,
                        "the roles of " + dump.dataset()
                                + " go into the server, not into a database: leave out the name " + target.database()
                                + " (target.database, --database of backrest-management.sh)");
            }
            return new RolesRestore(server, dump, target.tablespaces());
        }
        if (target.database().isBlank()) {
            throw new RestoreException(
                    Reason.INVALID,
                    "target.database (--database of backrest-management.sh) is missing: the name of the new database");
        }
        refuseCutName(target.database());
        return new DatabaseRestore(server, dump, target);
    }

    /**
     * Refuses a name that PostgreSQL would cut without an error. Loss prevented: the restored database would have a
     * name that the user did not give.
     */
    private static void refuseCutName(String database) throws RestoreException {
        int bytes = database.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_NAME) {
            throw new RestoreException(
                    Reason.INVALID,
                    "target.database \"" + database + "\" (--database of backrest-management.sh) has " + bytes
                            + " bytes in UTF-8, but PostgreSQL's limit is " + LONGEST_NAME
                            + " (NAMEDATALEN): use a shorter name");
        }
    }

    /** pg_restore prints no sizes: a dump that is written to a pipe does not record where its tables end. */
    @Override
    public List<DumpedTable> tables(StoredDump dump, Workload server) throws RestoreException, InterruptedException {
        return DumpedTables.of(UndecodedText.readable(new PostgresServer(docker, server)
                .feed()
                .runOnBeginning(
                        DatabaseEntries.LIST,
                        dump.content(),
                        PostgresServer::undecoded,
                        "listing the tables of snapshot " + dump.snapshot())));
    }

    @Override
    public Replacement replacement(StoredDump dump, ReplacementTarget target) throws RestoreException {
        PostgresServer server = server(target.workload());
        return dump.format().equals(SCRIPT)
                ? new RolesReplacement(server, new RolesRestore(server, dump, true))
                : new DatabaseReplacement(server, dump, target);
    }

    @Override
    public Exchange exchange(Workload workload, ReplacedData data) throws RestoreException {
        return data.format().equals(SCRIPT)
                ? new NoExchange()
                : new DatabaseExchange(server(workload), data.name(), data.beside(), data.identity());
    }

    private PostgresServer server(Workload workload) throws RestoreException {
        if (!workload.kind().equals(PROFILE.kind())) {
            throw new RestoreException(
                    Reason.INVALID, "workload " + workload.id() + " is no PostgreSQL server but " + workload.kind());
        }
        return new PostgresServer(docker, workload);
    }

    @Override
    public RestoredDatabase restoredDatabase(Workload server, String name, String restore) {
        return new MarkedDatabase(new PostgresServer(docker, server), name, restore);
    }
}
