package io.slackwater.discovery;

import static io.slackwater.discovery.Look.alarms;
import static io.slackwater.discovery.Look.ids;
import static io.slackwater.discovery.Look.notes;
import static io.slackwater.discovery.Shop.cluster;
import static io.slackwater.discovery.Shop.files;
import static io.slackwater.discovery.Shop.postgres;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery of databases by the answers of the servers in the containers. */
class DatabaseDiscoveryTest {

    private final Look look = new Look();

    @Test
    void oneLabelProtectsAPostgresServerWithItsRolesAndDatabases() throws Exception {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", cluster("app", "we ird-DB", "a=b"));

        Inventory inventory = look.look();

        assertThat(ids(inventory))
                .contains("shop.db.roles", "shop.db.app", "shop.config")
                .hasSize(5);
        Workload db = inventory.workload(new WorkloadId("shop", "db")).orElseThrow();
        assertThat(db.kind()).isEqualTo(new Kind("postgres"));
        assertThat(db.plan()).isEqualTo("critical");
        assertThat(db.freezeMax()).isEqualTo(Duration.ofSeconds(60));
        assertThat(db.datasets())
                .extracting(Dataset::source)
                .containsExactly(
                        new Source.Stream(new Kind("postgres"), "app", "dump"),
                        new Source.Stream(new Kind("postgres"), "we ird-DB", "dump"),
                        new Source.Stream(new Kind("postgres"), "a=b", "dump"),
                        new Source.Stream(new Kind("postgres"), "roles", "sql"));
        assertThat(db.because())
                .contains(
                        "protected: label slackwater.enable=true",
                        "kind postgres: the image is pgvector/pgvector:pg17",
                        "plan critical: the policy's first plan for the kind postgres");
        assertThat(inventory.datasets())
                .allSatisfy(dataset -> assertThat(dataset.because()).isNotEmpty());
        assertThat(notes(inventory))
                .contains("volume pg at /var/lib/postgresql/data: Covered by the dump: the mount holds the"
                        + " data directory /var/lib/postgresql/data.");
        assertThat(alarms(inventory)).isEmpty();
    }

    @Test
    void aNewDatabaseIsFoundByTheNextDiscovery() throws Exception {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", cluster("app"));
        assertThat(ids(look.look())).doesNotContain("shop.db.later");

        look.docker.answers("shop-db-1", "psql", cluster("app", "later"));

        assertThat(ids(look.look())).contains("shop.db.later");
    }

    @Test
    void aRefusingServerKeepsItsKnownDatabases() throws Exception {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", cluster("app"));
        look.look();
        look.docker.answers(
                "shop-db-1",
                "psql",
                command -> new ExecResult(2, "", "psql: error: FATAL:  password authentication failed\n"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop.db.app", "shop.db.roles");
        assertThat(alarms(inventory))
                .containsExactly(
                        "service db of project shop: Cannot list databases: psql: error: FATAL:  password"
                                + " authentication failed. Tried in container shop-db-1 as postgres; signs in as postgres:"
                                + " PostgreSQL's default; no password was found for it; databases from an earlier inspection stay listed.");
    }

    @Test
    void aServerWithoutTheUsualDatabaseIsListedThroughAnotherWhateverItsLanguage() throws Exception {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", command -> {
            String database = command.environment().getOrDefault("PGDATABASE", "");
            return database.equals("postgres")
                    ? new ExecResult(2, "", "psql: Fehler: FATAL:  Datenbank »postgres« existiert nicht\n")
                    : new ExecResult(0, cluster("app"), "");
        });

        assertThat(ids(look.look())).contains("shop.db.app");
    }

    @Test
    void aServerThatNeverAnsweredAlarms() throws Exception {
        look.docker
                .with(postgres("db").enabled())
                .answers("shop-db-1", "psql", command -> new ExecResult(2, "", "connection refused"));

        Inventory inventory = look.look();

        assertThat(inventory
                        .workload(new WorkloadId("shop", "db"))
                        .orElseThrow()
                        .datasets())
                .isEmpty();
        assertThat(alarms(inventory))
                .containsExactly(
                        "service db of project shop: Cannot list databases: connection refused. Tried in container"
                                + " shop-db-1 as postgres; signs in as postgres: PostgreSQL's default; no password was found for it.");
    }

    @Test
    void aServerThatNeverAcceptedThePasswordIsReportedWithItsSourceAndUncovered() throws Exception {
        look.docker
                .with(postgres("db")
                        .enabled()
                        .env("POSTGRES_USER", "boss")
                        .env("WRONGPW", "s3cret")
                        .label("slackwater.password.env", "WRONGPW"))
                .answers(
                        "shop-db-1",
                        "psql",
                        command -> new ExecResult(
                                2, "", "psql: error: FATAL:  password authentication failed for user \"boss\"\n"));

        Inventory inventory = look.look();

        assertThat(alarms(inventory)).singleElement().asString().contains("container shop-db-1 as boss", "WRONGPW");
        assertThat(inventory.uncovered())
                .anySatisfy(one -> assertThat(one.remedy())
                        .startsWith("Check that the server runs and accepts this user and password"));
        assertThat(notes(inventory))
                .anyMatch(note -> note.startsWith("volume pg at /var/lib/postgresql/data: The mount is not backed up"))
                .noneMatch(note -> note.contains("overed by the dump"));
        assertThat(inventory.uncovered().toString()).doesNotContain("s3cret");
    }

    @Test
    void aContainerThatDoesNotStartTheProgramIsReportedWithTheReason() throws Exception {
        look.docker.with(postgres("db").enabled(), postgres("gone").enabled());
        look.docker.answers(
                "shop-gone-1",
                "psql",
                command -> new ExecResult(126, "OCI runtime exec failed: cannot exec in a stopped container", ""));

        assertThat(alarms(look.look()))
                .hasSize(2)
                .anyMatch(said -> said.contains("psql cannot be started in the container shop-db-1"))
                .anyMatch(said ->
                        said.endsWith("shop-gone-1: OCI runtime exec failed: cannot exec in a stopped container."));
    }

    @Test
    void aStoppedDatabaseAlarmsAndAPausedOneDoesNot() throws Exception {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", cluster("app"));
        look.look();

        look.docker.with(postgres("db").enabled().state(Container.State.PAUSED));
        Inventory paused = look.look();
        look.docker.with(postgres("db").enabled().state(Container.State.EXITED));
        Inventory stopped = look.look();

        assertThat(ids(paused)).contains("shop.db.app");
        assertThat(alarms(paused)).isEmpty();
        assertThat(ids(stopped)).contains("shop.db.app");
        assertThat(alarms(stopped)).singleElement().asString().contains("the container is exited");
    }

    @Test
    void thePasswordReachesPsqlThroughItsEnvironmentOnly() throws Exception {
        look.docker
                .with(postgres("db")
                        .enabled()
                        .env("POSTGRES_PASSWORD", "s3cret")
                        .env("POSTGRES_USER", "owner"))
                .answers("shop-db-1", "psql", cluster("app"));

        Inventory inventory = look.look();

        Workload db = inventory.workload(new WorkloadId("shop", "db")).orElseThrow();
        assertThat(db.signIn().user()).contains("owner");
        assertThat(db.signIn().password().orElseThrow().reveal()).isEqualTo("s3cret");
        assertThat(look.docker.environments.getLast()).containsEntry("PGPASSWORD", "s3cret");
        assertThat(look.docker.asked.toString() + inventory).doesNotContain("s3cret");
    }

    @Test
    void missingDatabasesOfALabelAlarm() throws Exception {
        look.docker
                .with(postgres("db").enabled().label("slackwater.databases", "app,order"))
                .answers("shop-db-1", "psql", cluster("app", "orders"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop.db.app").doesNotContain("shop.db.orders");
        assertThat(alarms(inventory))
                .containsExactly(
                        "database order: Label slackwater.databases names order, which the server does not have.");
        assertThat(notes(inventory)).contains("database orders: Not named by the label slackwater.databases.");
    }

    @Test
    void aUserWithoutSuperuserRightsLosesTheRolesAndIsReported() throws Exception {
        look.docker
                .with(postgres("db").enabled())
                .answers("shop-db-1", "psql", cluster("app").replace("\"superuser\":true", "\"superuser\":false"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop.db.app").doesNotContain("shop.db.roles");
        assertThat(alarms(inventory)).singleElement().asString().startsWith("roles: ");
    }

    @Test
    void aDatabaseWithoutConnectionsAlarmsUntilTheLabelExcludesIt() throws Exception {
        look.docker
                .with(postgres("db").enabled())
                .answers(
                        "shop-db-1",
                        "psql",
                        cluster("app", "closed")
                                .replace(
                                        "\"name\":\"closed\",\"connectable\":true",
                                        "\"name\":\"closed\",\"connectable\":false"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).doesNotContain("shop.db.closed");
        assertThat(inventory.uncovered())
                .filteredOn(one -> one.severity() == Uncovered.Severity.ALARM)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.where()).isEqualTo("database closed of service db of project shop");
                    assertThat(one.reason()).contains("allows no connections");
                    assertThat(one.remedy())
                            .contains("ALTER DATABASE \"closed\" ALLOW_CONNECTIONS true", "slackwater.databases");
                });

        look.docker.with(postgres("db").enabled().label("slackwater.databases", "app"));
        assertThat(alarms(look.look())).isEmpty();
    }

    @Test
    void redisHasOneDatasetAndItsVolumeIsCoveredByTheDump() throws Exception {
        look.docker
                .with(ContainerBuilder.service("shop", "redis")
                        .image("redis:8")
                        .enabled()
                        .command("docker-entrypoint.sh", "redis-server", "--requirepass", "s3cret")
                        .volume("redis", "/data"))
                .answers(
                        "shop-redis-1",
                        "redis-cli",
                        command -> new ExecResult(
                                0,
                                "s3cret".equals(command.environment().get("REDISCLI_AUTH")) ? "PONG\n" : "NOAUTH\n",
                                ""));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop.redis.rdb").hasSize(2);
        assertThat(inventory.dataset("shop.redis.rdb").orElseThrow().plan()).isEqualTo("system");
        assertThat(alarms(inventory)).isEmpty();
        assertThat(look.docker.asked.toString() + inventory).doesNotContain("s3cret");
    }

    @Test
    void aRedisThatRefusesThePasswordAlarmsAndStaysListed() throws Exception {
        look.docker
                .with(ContainerBuilder.service("shop", "redis")
                        .image("valkey/valkey:8")
                        .enabled())
                .answers("shop-redis-1", "valkey-cli", "NOAUTH Authentication required.\n");

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop.redis.rdb");
        assertThat(alarms(inventory))
                .containsExactly(
                        "service redis of project shop: Cannot sign in: NOAUTH Authentication required. Tried in"
                                + " container shop-redis-1 as the default user; no password was found for it.");
    }

    @Test
    void anUnknownImageIsProbedOnce() throws Exception {
        look.docker
                .with(ContainerBuilder.service("shop", "db")
                        .image("own/thing")
                        .enabled()
                        .volume("d", "/var/lib/x"))
                .answers("shop-db-1", "pg_isready", "accepting connections")
                .answers("shop-db-1", "psql", cluster("app"));

        Inventory inventory = look.look();
        look.look();

        assertThat(ids(inventory)).contains("shop.db.app");
        assertThat(inventory
                        .workload(new WorkloadId("shop", "db"))
                        .orElseThrow()
                        .because())
                .anyMatch(sentence -> sentence.contains("pg_isready"));
        assertThat(look.docker.asked.stream()
                        .filter(asked -> asked.contains("pg_isready") && !asked.contains("command -v")))
                .hasSize(1);
    }

    @Test
    void oneCommandFindsWhatAnUnknownImageHas(@TempDir Path programs) throws Exception {
        Path program = Files.createFile(programs.resolve("pg_isready"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        look.docker
                .with(
                        ContainerBuilder.service("shop", "db")
                                .image("own/thing")
                                .enabled()
                                .volume("d", "/var/lib/x"),
                        ContainerBuilder.service("shop", "files")
                                .image("own/files")
                                .enabled()
                                .volume("f", "/var/lib/files"))
                .answers("shop-db-1", "sh", command -> realShell(command, programs))
                .answers("shop-db-1", "pg_isready", "accepting connections")
                .answers("shop-db-1", "psql", cluster("app"))
                .answers("shop-files-1", "sh", command -> realShell(command, programs.resolve("none")));

        assertThat(ids(look.look())).contains("shop.db.app", "shop.files.var-lib-files");

        assertThat(look.docker.asked.stream().filter(asked -> asked.startsWith("shop-files-1: ")))
                .hasSize(1);
        assertThat(look.docker.asked.stream().filter(asked -> asked.startsWith("shop-db-1: ")))
                .as("sh, pg_isready, psql")
                .hasSize(3);
    }

    private static ExecResult realShell(ExecCommand command, Path programs) {
        List<String> argv = new ArrayList<>(command.argv());
        argv.set(0, "/bin/sh");
        ProcessBuilder shell = new ProcessBuilder(argv);
        shell.environment().put("PATH", programs.toString());
        try {
            Process process = shell.start();
            String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ExecResult(process.waitFor(), stdout, stderr);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anUnreachableDaemonEndsTheDiscovery() {
        look.docker.with(postgres("db").enabled()).answers("shop-db-1", "psql", command -> {
            look.docker.goAway();
            throw new DockerException("connection reset", DockerFailure.NO_ANSWER);
        });

        assertThatThrownBy(look::look).isInstanceOf(DockerException.class).hasMessage("Docker is away");
    }

    @Test
    void aContainerThatVanishesDuringDiscoveryAffectsOnlyItsWorkload() throws Exception {
        look.docker.with(postgres("db").enabled(), files()).answers("shop-db-1", "psql", command -> {
            throw new DockerException("no such container", DockerFailure.REFUSED);
        });

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop.files.data--fced7c40");
        assertThat(alarms(inventory)).singleElement().asString().contains("no such container");
    }
}
