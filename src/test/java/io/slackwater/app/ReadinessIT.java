package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.slackwater.api.PlansResource;
import io.slackwater.api.Problem;
import io.slackwater.api.ProtectionResource;
import io.slackwater.api.RequestAudit;
import io.slackwater.api.RestoresResource;
import io.slackwater.api.RunsResource;
import io.slackwater.api.SeenInventory;
import io.slackwater.docker.SocketProxy;
import io.slackwater.journal.Journal;
import io.slackwater.journal.LeaseRecord;
import io.slackwater.restore.DownloadSpool;
import jakarta.ws.rs.core.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Between the start and the first discovery the inventory is unknown. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ReadinessIT {

    private static final SecurityIdentity ANYBODY =
            QuarkusSecurityIdentity.builder().setAnonymous(true).build();

    @TempDir
    Path directory;

    @Test
    void nothingIsReportedMissingBeforeTheFirstDiscovery() throws Exception {
        try (SocketProxy docker =
                new SocketProxy(directory.resolve("docker.sock"), Path.of("/var/run/docker.sock")).listen()) {
            // Each survey requests it, and nothing else does at the start.
            docker.swallow("/info");
            AppHarness harness = new AppHarness(directory, "swreadiness", "", UnaryOperator.identity(), docker.path());
            Startup startup = harness.app.startup();
            ReadyCheck ready = harness.app.ready(startup);
            try {
                assertThat(ready.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
                startup.start(new StartupEvent());
                await().atMost(Duration.ofSeconds(30)).until(startup::settled);

                assertNotReady(ready);
                assertRefused(harness);

                docker.swallow("");
                docker.cut();
                startup.tick();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> ready.call().getStatus() == HealthCheckResponse.Status.UP);
                assertThat(protection(harness).datasets()).isEmpty();
                // Now it is true.
                Problem nothing = refused(() -> runs(harness).start(all()));
                assertThat(nothing.response().getStatus()).isEqualTo(404);
            } finally {
                startup.stop(new ShutdownEvent());
                harness.close();
            }
        }
    }

    /** The containers that a killed process left frozen stay paused until then. */
    @Test
    void frozenContainersAreThawedBeforeAnyOtherStepOfTheStart() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        String container = Shell.sh("docker run -d --init debian:trixie-slim sleep infinity");
        try {
            Instant started = Instant.parse(Shell.sh("docker inspect -f {{.State.StartedAt}} " + container));
            try (Journal journal = Journal.open(data.resolve("journal.db"), Clock.systemUTC())) {
                journal.leases()
                        .frozen(journal.leases()
                                .intended(new LeaseRecord(
                                        0,
                                        "r1",
                                        "a",
                                        Map.of(container, started),
                                        started,
                                        "boot",
                                        Duration.ofMinutes(1),
                                        false)));
            }
            Shell.sh("docker pause " + container);
            // Where the line for dumps is to be written: the start fails there.
            Files.createDirectories(data.resolve("stream.header/in-the-way"));

            assertThatThrownBy(() -> AppHarness.of(directory, "swreadiness")).hasMessageContaining("stream.header");

            Shell.until("test $(docker inspect -f {{.State.Paused}} " + container + ") = false");
        } finally {
            Shell.sh("docker rm -f " + container);
        }
    }

    @Test
    void aStartThatIsRefusedThawsFirst() throws Exception {
        Path data = Files.createDirectories(directory.resolve("refused"));
        Path policy = Files.writeString(data.resolve("policy.yml"), "planz: {}\n");
        Path journal = data.resolve("journal.db");
        String container = Shell.sh("docker run -d --init debian:trixie-slim sleep infinity");
        try {
            Instant started = Instant.parse(Shell.sh("docker inspect -f {{.State.StartedAt}} " + container));
            try (Journal opened = Journal.open(journal, Clock.systemUTC())) {
                opened.leases()
                        .intended(new LeaseRecord(
                                0, "r1", "a", Map.of(container, started), started, "boot", Duration.ZERO, false));
            }
            Files.writeString(journal, "This is no database.".repeat(1000));
            Shell.sh("docker pause " + container);

            ProcessBuilder main = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName());
            main.environment()
                    .putAll(Map.of("SLACKWATER_DATA", data.toString(), "SLACKWATER_POLICY_FILE", policy.toString()));
            Process refused = main.inheritIO().start();

            assertThat(refused.waitFor()).isEqualTo(1);
            assertThat(Shell.sh("docker inspect -f {{.State.Paused}} " + container))
                    .isEqualTo("false");
        } finally {
            Shell.sh("docker rm -f " + container);
        }
    }

    private static void assertNotReady(ReadyCheck ready) {
        HealthCheckResponse answer = ready.call();
        assertThat(answer.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(answer.getData().orElseThrow())
                .containsEntry("settled", true)
                .containsEntry("looked", false)
                .extractingByKey("reason")
                .asString()
                .contains("first survey of Docker");
    }

    private static void assertRefused(AppHarness harness) {
        ProtectionResource protection = protection(harness);
        RestoresResource.Request restore = new RestoresResource.Request(
                "x.db.app",
                "latest",
                null,
                new RestoresResource.RequestedTarget("database", null, "copy", null, null, null));
        List<ThrowingCallable> asked = List.of(
                () -> runs(harness).start(all()),
                () -> restores(harness).start(restore),
                protection::workloads,
                protection::datasets,
                () -> protection.dataset("x.db.app"),
                protection::coverage,
                plans(harness)::plans);
        for (ThrowingCallable call : asked) {
            Problem problem = refused(call);
            Response answer = problem.response();
            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat(answer.getHeaderString("Retry-After")).isEqualTo("5");
            assertThat(problem).hasMessageContaining("its first discovery is not complete");
        }
    }

    private static SeenInventory seen(AppHarness harness) {
        return new SeenInventory(harness.app.board());
    }

    private static ProtectionResource protection(AppHarness harness) {
        Journal journal = harness.app.journal();
        return new ProtectionResource(
                seen(harness),
                journal.runs(),
                journal.verdicts(),
                audit(harness),
                harness.app.runs(),
                harness.app.acknowledgements());
    }

    private static PlansResource plans(AppHarness harness) {
        return new PlansResource(harness.app.livePolicy(), seen(harness), harness.app.clock());
    }

    private static RunsResource runs(AppHarness harness) {
        Journal journal = harness.app.journal();
        return new RunsResource(
                harness.app.runs(),
                journal.runs(),
                journal.verdicts(),
                seen(harness),
                audit(harness),
                harness.app.clock());
    }

    private static RequestAudit audit(AppHarness harness) {
        return new RequestAudit(harness.app.journal().audit(), ANYBODY);
    }

    private static RestoresResource restores(AppHarness harness) {
        return new RestoresResource(
                harness.app.restores(),
                harness.app.journal().runs(),
                seen(harness),
                harness.app.livePolicy(),
                new DownloadSpool(harness.app.scratch()),
                ANYBODY);
    }

    private static Problem refused(ThrowingCallable call) {
        Problem problem = catchThrowableOfType(Problem.class, call);
        assertThat(problem).isNotNull();
        return problem;
    }

    private static RunsResource.Request all() {
        return new RunsResource.Request(null, null, null, true);
    }
}
