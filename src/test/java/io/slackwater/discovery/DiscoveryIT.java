package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.app.ServiceKinds;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.MountProbe;
import io.slackwater.docker.TestContainers;
import io.slackwater.kind.config.NoConfig;
import io.slackwater.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Discovery on the real daemon, with real database servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryIT {

    private static final String RETAGGED = "sw-it-discovery/private:1";

    private static final OwnEnvironment NOT_IN_A_CONTAINER =
            new OwnEnvironment(Set.of(), List.of(), List.of(), Optional.empty());

    private final TestContainers containers = new TestContainers("discovery");
    private final EngineDocker docker =
            new EngineDocker(TestContainers.SOCKET, () -> "sw-it-discovery", () -> TestContainers.IMAGE);
    private final List<String> volumes = new ArrayList<>();
    private final List<String> images = new ArrayList<>();

    private String project = "";

    @TempDir
    Path directory;

    @BeforeAll
    void name() {
        project = containers.unique("p").replace('-', 'x');
    }

    @AfterAll
    void remove() {
        // Containers first, their volumes then.
        containers.close();
        volumes.forEach(volume -> TestContainers.docker("volume", "rm", "-f", volume));
        images.forEach(image -> TestContainers.docker("rmi", image));
    }

    @Test
    void databasesOfAnyNameAreListedAndANewDatabaseIsFoundByTheNextDiscovery() throws Exception {
        String db = run(
                "db", List.of("-e", "POSTGRES_PASSWORD=x", "-e", "POSTGRES_USER=appowner"), "pgvector/pgvector:pg17");
        Discovery discovery = discovery();
        // Over TCP: the server that the image runs while it initialises listens on the socket alone, and ends again.
        TestContainers.docker(
                "exec", db, "timeout", "60", "bash", "-c", "until pg_isready -q -h 127.0.0.1; do sleep 0.2; done");
        for (String name :
                List.of("we ird-DB", "a=b", "new\nline", "my_db", "my-db", "My DB", "quo\"te", "ü", "roles", "-d")) {
            create(db, name);
        }
        create(db, "closed");
        psql(db, "alter database closed with allow_connections false");
        create(db, "model");
        psql(db, "alter database model with is_template true");

        Inventory first = discovery.look(docker.survey(), NOT_IN_A_CONTAINER);
        create(db, "later");
        psql(db, "alter database later with is_template true");
        Inventory second = discovery.look(docker.survey(), NOT_IN_A_CONTAINER);

        assertThat(workload(first, "db").datasets())
                .extracting(Dataset::name)
                .contains(
                        "roles",
                        "appowner",
                        "postgres",
                        "we ird-DB",
                        "a=b",
                        "new\nline",
                        "my_db",
                        "my-db",
                        "My DB",
                        "quo\"te",
                        "ü",
                        "-d",
                        "model")
                .doesNotContain("template0", "template1", "closed", "later");
        assertThat(first.datasets()).extracting(Dataset::id).doesNotHaveDuplicates();
        assertThat(workload(second, "db").datasets()).extracting(Dataset::id).contains(project + ".db.later");
        assertThat(workload(second, "db").signIn().user()).contains("appowner");
        assertThat(second.uncovered())
                .filteredOn(uncovered -> uncovered.workload().service().equals("db"))
                .allMatch(uncovered -> uncovered.severity() == Uncovered.Severity.NOTE
                        || uncovered.subject().text().equals("database closed"))
                .extracting(uncovered -> uncovered.subject().text())
                .anyMatch("database closed"::equals)
                .anyMatch(subject -> subject.contains("/var/lib/postgresql/data"));
    }

    @Test
    void aWrongPasswordAlarmsAndTheRightPasswordFromAFileSignsIn() throws Exception {
        Path secret = Files.writeString(directory.resolve("pw"), "r1ght pass\n");
        List<String> scram = List.of(
                "-e", "POSTGRES_PASSWORD_FILE=/run/secrets/pw",
                "-e", "POSTGRES_INITDB_ARGS=--auth-local=scram-sha-256",
                "-v", secret + ":/run/secrets/pw:ro");
        List<String> wrong = new ArrayList<>(scram);
        wrong.addAll(List.of("-e", "WRONG=not it", "--label", "slackwater.password.env=WRONG"));
        run("scram", scram, "pgvector/pgvector:pg17");
        run("wrong", wrong, "pgvector/pgvector:pg17");
        Discovery discovery = discovery();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Inventory inventory = discovery.look(docker.survey(), NOT_IN_A_CONTAINER);
            assertThat(workload(inventory, "scram").datasets())
                    .extracting(Dataset::name)
                    .contains("roles", "postgres");
            assertThat(alarms(inventory, "wrong"))
                    .singleElement()
                    .asString()
                    .contains("password authentication failed");
            assertThat(workload(inventory, "wrong").datasets()).isEmpty();
            assertThat(inventory.toString()).doesNotContain("r1ght").doesNotContain("not it");
        });
    }

    @Test
    void aStoppedDatabaseServerAlarmsAndKeepsItsDatasets() throws Exception {
        String db = run("stopped", List.of("-e", "POSTGRES_PASSWORD=x"), "pgvector/pgvector:pg17");
        Discovery discovery = discovery();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !workload(discovery.look(docker.survey(), NOT_IN_A_CONTAINER), "stopped")
                        .datasets()
                        .isEmpty());

        TestContainers.docker("stop", db);
        Inventory inventory = discovery.look(docker.survey(), NOT_IN_A_CONTAINER);

        assertThat(workload(inventory, "stopped").datasets())
                .extracting(Dataset::name)
                .contains("postgres");
        assertThat(alarms(inventory, "stopped")).singleElement().asString().contains("the container is exited");
    }

    @Test
    void redisIsReadWithAPasswordFromItsCommandItsFileOrAnAclUser() throws Exception {
        Path config = Files.writeString(directory.resolve("redis.conf"), "requirepass \"f1le\"\n");
        run("plain", List.of(), "redis:8");
        run("command", List.of(), "redis:8", "redis-server", "--requirepass", "s3cret");
        run(
                "shell",
                List.of("-e", "PW=fromenv"),
                "redis:8",
                "sh",
                "-c",
                "exec redis-server --requirepass \"$PW\" --appendonly yes");
        run("file", List.of("-v", config + ":/etc/redis.conf:ro"), "redis:8", "redis-server", "/etc/redis.conf");
        run(
                "acl",
                List.of("-e", "BK=bkpw", "--label", "slackwater.user=bk", "--label", "slackwater.password.env=BK"),
                "redis:8",
                "redis-server",
                "--user",
                "default",
                "off",
                "--user",
                "bk",
                "on",
                ">bkpw",
                "+ping",
                "+psync",
                "+sync",
                "+replconf");
        run("denied", List.of(), "redis:8", "sh", "-c", "exec redis-server --requirepass wr$(echo ong)");
        Discovery discovery = discovery();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Inventory inventory = discovery.look(docker.survey(), NOT_IN_A_CONTAINER);
            for (String service : List.of("plain", "command", "shell", "file", "acl")) {
                assertThat(alarms(inventory, service)).as(service).isEmpty();
                assertThat(workload(inventory, service).datasets())
                        .as(service)
                        .extracting(Dataset::source)
                        .contains(new Source.Stream(new Kind("redis"), "rdb", "rdb"));
            }
            // The result of a shell's expansion is not visible from outside.
            assertThat(alarms(inventory, "denied")).singleElement().asString().contains("Cannot sign in");
        });
        assertThat(workload(discovery.look(docker.survey(), NOT_IN_A_CONTAINER), "file")
                        .signIn()
                        .password()
                        .orElseThrow()
                        .reveal())
                .isEqualTo("f1le");
    }

    @Test
    void renamedImagesAreRecognised() throws Exception {
        TestContainers.docker("tag", "pgvector/pgvector:pg17", RETAGGED);
        images.add(RETAGGED);
        String cache = "sw-it-discovery/cache:1";
        TestContainers.docker("tag", "redis:8", cache);
        images.add(cache);
        run("renamed", List.of("-e", "POSTGRES_PASSWORD=x"), RETAGGED);
        // Its command is a line of a shell, so only a probe in the container recognises it.
        run("cache", List.of(), cache, "sh", "-c", "exec redis-server --save ''");
        Discovery discovery = discovery();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Inventory inventory = discovery.look(docker.survey(), NOT_IN_A_CONTAINER);
            assertThat(workload(inventory, "renamed").kind()).isEqualTo(new Kind("postgres"));
            assertThat(workload(inventory, "renamed").datasets()).isNotEmpty();
            assertThat(workload(inventory, "cache").kind()).isEqualTo(new Kind("redis"));
            assertThat(workload(inventory, "cache").because()).anyMatch(sentence -> sentence.contains("redis-cli"));
        });
    }

    @Test
    void mountSourcesAreProvedOnTheHostAndASymbolicLinkIsRefused() throws Exception {
        String volume = volume("webui");
        volume("forgotten");
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        run("webui", List.of("-v", volume + ":/app/backend/data"), "ghcr.io/open-webui/open-webui:main");
        run("models", List.of("-v", real + ":/root/.ollama"), "ollama/ollama:latest");
        run("linked", List.of("-v", link + ":/data"), TestContainers.IMAGE, "sleep", "infinity");

        Inventory inventory = discovery().look(docker.survey(), NOT_IN_A_CONTAINER);

        Dataset data = inventory.dataset(project + ".webui.data").orElseThrow();
        assertThat(data.method()).isEqualTo(Method.FREEZE);
        assertThat(((Source.Tree) data.source()).path()).isDirectory();
        assertThat(workload(inventory, "models").datasets())
                .singleElement()
                .satisfies(models -> assertThat(models.method()).isEqualTo(Method.HOT));
        assertThat(workload(inventory, "linked").datasets()).isEmpty();
        assertThat(alarms(inventory, "linked")).singleElement().asString().contains("symbolic link");
        assertThat(inventory.uncovered())
                .filteredOn(uncovered -> uncovered.severity() == Uncovered.Severity.ALARM)
                .extracting(uncovered -> uncovered.subject().text())
                .contains("volume " + project + "_forgotten");
        assertThat(inventory.dataset(project + ".config")).isPresent();
    }

    private Discovery discovery() {
        Policy policy = Policies.policy(Set.of(project), Policy.Protect.LABELLED, "/srv/sw-it-discovery/none");
        return new Discovery(
                docker,
                () -> policy,
                Clock.systemUTC(),
                new MountProbe(docker::helper, false, Clock.systemUTC())::prove,
                new ServiceKinds(docker, Clock.systemUTC(), id -> false, new NoConfig()).all());
    }

    private String run(String service, List<String> options, String image, String... command) {
        String name = containers.unique(service);
        containers.removeLater(name);
        List<String> argv = new ArrayList<>(List.of("run", "-d", "--network", "none", "--name", name));
        for (String label : List.of(
                "com.docker.compose.project=" + project,
                "com.docker.compose.service=" + service,
                "com.docker.compose.project.working_dir=" + directory,
                "slackwater.enable=true")) {
            argv.addAll(List.of("--label", label));
        }
        argv.addAll(options);
        argv.add(image);
        argv.addAll(List.of(command));
        TestContainers.docker(argv.toArray(String[]::new));
        return name;
    }

    private String volume(String name) {
        String volume = project + "_" + name;
        volumes.add(volume);
        TestContainers.docker("volume", "create", "--label", "com.docker.compose.project=" + project, volume);
        return volume;
    }

    private Workload workload(Inventory inventory, String service) {
        return inventory.workload(new WorkloadId(project, service)).orElseThrow();
    }

    private List<String> alarms(Inventory inventory, String service) {
        return inventory.uncovered().stream()
                .filter(uncovered -> uncovered.severity() == Uncovered.Severity.ALARM)
                .filter(uncovered -> uncovered.workload().service().equals(service))
                .map(Uncovered::reason)
                .toList();
    }

    private static void create(String db, String name) {
        psql(db, "create database \"" + name.replace("\"", "\"\"") + "\"");
    }

    private static void psql(String db, String sql) {
        TestContainers.docker("exec", db, "psql", "-X", "-U", "appowner", "-d", "postgres", "-c", sql);
    }
}
