package io.slackwater.kind.postgres;

import static io.slackwater.kind.postgres.PostgresWorld.grow;
import static io.slackwater.kind.postgres.PostgresWorld.refused;
import static io.slackwater.kind.postgres.PostgresWorld.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.CaptureWorld;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.StreamCapture;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
import io.slackwater.kind.redis.Rdbs;
import io.slackwater.stream.DumpSource;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that refuse sign-ins or disappear during a dump or check. Each test has its own server. */
@Tag("long")
class PostgresFaultsIT {

    private static PostgresWorld world;
    private static StreamCapture databases;
    private static StreamCapture roles;

    @BeforeAll
    static void start() {
        world = new PostgresWorld();
        databases = world.databases;
        roles = world.roles;
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    @Test
    void aWrongPasswordIsRefusedWithItsRemedyAndTheRightPasswordWorks() throws Exception {
        String scram = world.startServer("pg-scram", "-e", "POSTGRES_INITDB_ARGS=--auth-local=scram-sha-256");
        Source source = new Source.Stream(new Kind("postgres"), "appowner", "dump");
        CaptureException failure = refused(
                databases,
                world.request(scram, source, CaptureWorld.signIn("appowner", "wr0ng-pw")),
                false,
                "password",
                "slackwater.password");
        assertThat(failure).hasMessageNotContaining("wr0ng-pw");
        refused(
                roles,
                world.request(scram, new Source.Stream(new Kind("postgres"), "roles", "sql"), PostgresWorld.OWNER),
                false,
                "password",
                "slackwater.password");
        CaptureRequest right = world.request(scram, source, CaptureWorld.signIn("appowner", "pw"));
        CaptureWorld.check(databases, right, CaptureWorld.dump(databases, right));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill pg_dump", "terminate backend", "remove container"})
    void aTerminatedDumpIsATransientFailure(String fault) throws Exception {
        String container = world.startServer("pg-fault");
        grow(container, "postgres", 80_000);
        CaptureRequest request = world.request(
                container, new Source.Stream(new Kind("postgres"), "postgres", "dump"), PostgresWorld.OWNER);
        try (DumpSource source = databases.open(request)) {
            // In another thread: Docker reports the end of a killed exec only after its output was read.
            Thread outside = Thread.ofPlatform().start(() -> inflict(fault, container, request));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !outside.isAlive()
                            || !CaptureWorld.tryDocker(new byte[0], "top", container)
                                    .out()
                                    .contains("pg_dump --format"));
            Throwable thrown = catchThrowable(() -> {
                Rdbs.drained(source, 64 * 1024);
                source.finish();
            });
            outside.join();
            assertThat(thrown).isInstanceOf(java.io.IOException.class);
            assertThat(CaptureWorld.failure(thrown).endCause())
                    .as(thrown.getMessage())
                    .isEqualTo(EndCause.SOURCE);
        }
    }

    private static void inflict(String fault, String container, CaptureRequest request) {
        try {
            switch (fault) {
                case "kill pg_dump" ->
                    CaptureWorld.tryDocker(
                            new byte[0],
                            "exec",
                            container,
                            "sh",
                            "-c",
                            "for d in /proc/[0-9]*; do case \"$(cat $d/comm)\" in pg_dump) kill -9 ${d#/proc/};; esac; done");
                case "terminate backend" ->
                    sql(
                            container,
                            "postgres",
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                                    + DumpMark.of(request.run()).name() + "'");
                default -> CaptureWorld.tryDocker(new byte[0], "rm", "-f", "-v", container);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCheckWithoutItsContainerIsUndecided() throws Exception {
        String container = world.startServer("pg-gone");
        fill(container);
        CaptureRequest request = world.request(
                container, new Source.Stream(new Kind("postgres"), "postgres", "dump"), PostgresWorld.OWNER);
        byte[] dump = CaptureWorld.dump(databases, request);
        CaptureWorld.docker("rm", "-f", "-v", container);
        CaptureException failure =
                CaptureWorld.failure(catchThrowable(() -> CaptureWorld.check(databases, request, dump)));
        assertThat(failure.endCause()).isEqualTo(EndCause.NOT_CHECKED);
        assertThat(failure).hasMessageContaining("Could not verify");
        databases.sweep(request);
    }

    private static void fill(String container) throws Exception {
        sql(container, "postgres", "CREATE TABLE t AS SELECT 1 AS i");
    }
}
