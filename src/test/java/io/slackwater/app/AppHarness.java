package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.docker.DockerException;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.kind.RestoreException;
import io.slackwater.repository.Engine;
import io.slackwater.repository.PreparedRepositories;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestoreTarget;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The whole application without its HTTP front: all rooms on real Docker and real restic, in one temporary directory. Its repositories
 * are as after their first use, with keys that restic opens quickly.
 */
final class AppHarness implements AutoCloseable {

    private static final String SOCKET = System.getProperty("slackwater.test.socket", "/var/run/docker.sock");

    /** Long enough for a slow machine: a step that takes longer hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    final Path directory;
    final SlackwaterConfig config;
    final Application app;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Watch watch;
    final Beat beat;
    /** The ended restores that the application reported. */
    final List<RestoreRecord> restored = new CopyOnWriteArrayList<>();
    /** The host name that is configured for Backrest. */
    final AtomicReference<String> backrestHost;

    private final Vertx vertx = Vertx.vertx();

    /** @param engine decorates the engine, for faults that must strike between two steps */
    AppHarness(Path directory, String project, String extraPolicy, UnaryOperator<Engine> engine) throws IOException {
        this(directory, project, extraPolicy, engine, Path.of(SOCKET));
    }

    /** @param socket Docker's, or something in front of it */
    AppHarness(Path directory, String project, String extraPolicy, UnaryOperator<Engine> engine, Path socket)
            throws IOException {
        this(directory, project, extraPolicy, engine, socket, Optional.empty());
    }

    /** @param backrest the address of a Backrest; its password and header files are in the secrets' directory */
    AppHarness(
            Path directory,
            String project,
            String extraPolicy,
            UnaryOperator<Engine> engine,
            Path socket,
            Optional<String> backrest)
            throws IOException {
        this.directory = directory;
        this.backrestHost = new AtomicReference<>(project + "-backrest");
        prepare(directory);
        restores(directory);
        Path policy = directory.resolve("policy.yml");
        if (!Files.exists(policy)) {
            Files.writeString(policy, policy(directory, project, extraPolicy));
        }
        this.config = new Config(directory, socket, backrest, freePort(), backrestHost);
        this.app = new Application(config, vertx, meters, engine, restored::add);
        this.watch = app.watch;
        this.beat = app.beat;
        app.freezer().settle();
        app.backups.scheduler.catchUp(app.settleRuns());
    }

    static AppHarness of(Path directory, String project) throws IOException {
        return new AppHarness(directory, project, "", UnaryOperator.identity());
    }

    /** Prepares the repositories of the policy, unless they exist. */
    static void prepare(Path directory) throws IOException {
        for (String name : List.of("critical", "models", "system")) {
            if (!Files.exists(directory.resolve("repos").resolve(name))) {
                PreparedRepositories.copy(name, directory.resolve("repos").resolve(name), directory.resolve("secrets"));
            }
        }
    }

    /** Where the default policy allows restores, as setup makes it. */
    static Path restores(Path directory) throws IOException {
        Path restores = Files.createDirectories(directory.resolve("restores"));
        return Files.setPosixFilePermissions(restores, PosixFilePermissions.fromString("rwx------"));
    }

    /** Known before the start: restic and Backrest's plans name it. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts passes until Backrest has all desired plans and repositories. */
    void provisioned() {
        Awaitility.await("Backrest's plans")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    look();
                    assertThat(app.provisioning().orElseThrow().last())
                            .hasValueSatisfying(
                                    outcome -> assertThat(outcome).isInstanceOf(ReconcileOutcome.InSync.class));
                    assertThat(app.provisioning().orElseThrow().conflicts()).isEmpty();
                });
    }

    /** Schedules without a time during a test: only requested and first backups run. */
    static String policy(Path directory, String project, String extra) {
        return """
                instance: it-stack
                timezone: UTC
                projects: [%s]
                repositories:
                  critical: { uri: %s/repos/critical }
                  models: { uri: %s/repos/models, compression: "off" }
                  system: { uri: %s/repos/system }
                %s
                """.formatted(project, directory, directory, directory, extra);
    }

    /** One full survey, because the harness does not follow Docker's events. First backups start at once. */
    void look() throws InterruptedException {
        app.survey().resync();
        beat.run();
        if (app.beat.problem().isPresent()) {
            throw new AssertionError(
                    "the look at Docker failed: " + app.beat.problem().get());
        }
    }

    RunRecord backup(String dataset) {
        List<String> ids =
                app.runs().submit(List.of(app.inventory().dataset(dataset).orElseThrow()), Trigger.API);
        return ended(ids.getFirst());
    }

    /** Restores the newest snapshot and waits for the end. */
    RestoreRecord restore(String dataset, RestoreTarget target)
            throws RestoreException, DockerException, InterruptedException {
        String id = app.restores()
                .start(new Requester("ann", true), dataset, "latest", target)
                .id();
        return Awaitility.await("the end of a restore")
                .atMost(PATIENCE)
                .until(
                        () -> app.restores().find(id).orElseThrow(),
                        status -> status.state() != RestoreRecord.State.RUNNING);
    }

    /** Passes Docker's events to Backrest's connection until it is closed, as the start of the sidecar does. */
    AutoCloseable followBackrest() {
        return app.docker().follow(app.backups.backrest.orElseThrow().events());
    }

    RunRecord ended(String run) {
        Awaitility.await("the end of a run")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(app.runs().find(run))
                        .hasValueSatisfying(record -> assertThat(record.state().ended())
                                .as(words(record))
                                .isTrue()));
        return app.runs().find(run).orElseThrow();
    }

    /**
     * Waits until no run is open and returns the newest run of each dataset. Cancels and reports runs that stay open.
     */
    List<RunRecord> settled() {
        try {
            Awaitility.await("the end of all runs")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThat(open()).isEmpty());
        } catch (ConditionTimeoutException e) {
            app.journal().runs().open().forEach(run -> app.runs().cancel(run.id()));
            throw e;
        }
        return app.journal().runs().datasets().stream()
                .map(id -> app.journal().runs().newest(id, 1).getFirst())
                .toList();
    }

    private List<String> open() {
        List<String> open = new ArrayList<>();
        app.journal().runs().open().forEach(run -> open.add(words(run)));
        if (open.isEmpty() && !(app.runs().idle() && app.looks().idle())) {
            open.add("the closing of a batch");
        }
        return open;
    }

    private static String words(RunRecord run) {
        return "run " + run.id() + " of " + run.dataset() + ", attempt " + run.attempt() + ": " + run.state() + " "
                + run.message();
    }

    RunState newest(String dataset) {
        return app.journal().runs().newest(dataset, 1).getFirst().state();
    }

    Set<String> datasets() {
        return Set.copyOf(app.inventory().datasets().stream().map(d -> d.id()).toList());
    }

    @Override
    public void close() throws Exception {
        app.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private record Config(
            Path directory, Path socket, Optional<String> url, int internalPort, AtomicReference<String> backrestHost)
            implements SlackwaterConfig {
        @Override
        public String policyFile() {
            return directory.resolve("policy.yml").toString();
        }

        @Override
        public String data() {
            return directory.resolve("data").toString();
        }

        @Override
        public String secrets() {
            return directory.resolve("secrets").toString();
        }

        @Override
        public String cache() {
            return directory.resolve("cache").toString();
        }

        @Override
        public String dockerSocket() {
            return socket.toString();
        }

        @Override
        public Optional<String> stackDir() {
            return Optional.of(directory.toString());
        }

        @Override
        public String restic() {
            return Optional.ofNullable(System.getenv("SLACKWATER_RESTIC")).orElse("restic");
        }

        @Override
        public Optional<String> helperImage() {
            return Optional.of(
                    Optional.ofNullable(System.getenv("SLACKWATER_IMAGE")).orElse("slackwater/slackwater:0.1.0"));
        }

        @Override
        public String internalHost() {
            return "127.0.0.1";
        }

        @Override
        public String streamUrl() {
            return "http://127.0.0.1:" + internalPort;
        }

        @Override
        public LogFormat logFormat() {
            return LogFormat.TEXT;
        }

        @Override
        public String logLevel() {
            return "INFO";
        }

        @Override
        public BackrestSettings backrest() {
            return new BackrestSettings() {
                @Override
                public Optional<String> url() {
                    return url;
                }

                @Override
                public String user() {
                    return "slackwater";
                }

                @Override
                public String passwordFile() {
                    return directory.resolve("secrets/backrest.password").toString();
                }

                @Override
                public Optional<String> hostname() {
                    return Optional.of(backrestHost.get());
                }

                @Override
                public String headerFile() {
                    return directory.resolve("secrets/backrest.header").toString();
                }

                @Override
                public String keys() {
                    return directory.resolve("secrets/keys").toString();
                }
            };
        }

        @Override
        public String tick() {
            return "20s";
        }
    }
    /** The dataset's health, as {@code status} shows it. */
    DatasetHealth health(String dataset) {
        return app.health.get().stream()
                .filter(health -> health.dataset().equals(dataset))
                .findFirst()
                .orElseThrow();
    }
}
