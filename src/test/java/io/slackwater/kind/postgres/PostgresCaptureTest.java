package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.Toolbox;
import io.slackwater.discovery.Look;
import io.slackwater.discovery.Shop;
import io.slackwater.docker.ExecResult;
import io.slackwater.journal.EndCause;
import io.slackwater.stream.DumpSource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs that dump and check, with a stand-in for Docker. {@link PostgresCaptureIT} asks real servers. */
class PostgresCaptureTest {

    private static final String SCRIPT =
            RolesCheck.BEGIN + "CREATE ROLE a;\n--\n-- PostgreSQL database cluster dump complete\n--\n\n";

    private final Look look = new Look();
    private final PostgresCapture capture = new PostgresCapture(look.docker, new Toolbox(List.of()), Clock.systemUTC());

    private CaptureRequest request(String dataset) throws Exception {
        look.docker
                .with(Shop.postgres("db").enabled())
                .answers("shop-db-1", "sh", "")
                .answers("shop-db-1", "psql", Shop.cluster("app"));
        return look.request("shop.db." + dataset);
    }

    private String dumped(CaptureRequest request) throws Exception {
        try (DumpSource source = capture.open(request)) {
            byte[] bytes = new byte[10_000];
            int length = 0;
            for (int n = source.read(bytes, 0, 1000); n >= 0; n = source.read(bytes, length, 1000)) {
                length += n;
            }
            source.finish();
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
    }

    @Test
    void aDatabaseIsDumpedByPgDump() throws Exception {
        look.docker.runs("shop-db-1", "pg_dump", (_, _) -> new ExecResult(0, "PGDMP and more", ""));

        assertThat(dumped(request("app"))).isEqualTo("PGDMP and more");
        assertThat(look.docker.asked.getLast())
                .isEqualTo("shop-db-1: pg_dump --format=custom --compress=0 --no-password --lock-wait-timeout=5000");
        assertThat(look.docker.environments.getLast())
                .containsEntry("PGDATABASE", "app")
                .containsEntry("PGUSER", "postgres")
                .containsEntry("PGAPPNAME", "slackwater-run1")
                .containsEntry(DumpMark.VARIABLE, "slackwater-run1;")
                .doesNotContainKey("PGCLIENTENCODING");
    }

    @Test
    void theRolesAreDumpedByPgDumpall() throws Exception {
        look.docker.runs("shop-db-1", "pg_dumpall", (_, _) -> new ExecResult(0, SCRIPT, ""));

        assertThat(dumped(request("roles"))).isEqualTo(SCRIPT);
        assertThat(look.docker.environments.getLast()).containsEntry("PGDATABASE", "postgres");
    }

    @Test
    void aRefusedSignInIsReportedWithItsSource() throws Exception {
        look.docker.runs(
                "shop-db-1", "pg_dump", (_, _) -> new ExecResult(1, "", "FATAL:  password authentication failed"));
        CaptureRequest request = request("app");

        assertThatThrownBy(() -> capture.open(request))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("Tried in container shop-db-1 as postgres");
        assertThat(look.docker.asked)
                .as("its sessions are ended")
                .anyMatch(asked -> asked.contains("pg_terminate_backend"));
    }

    @Test
    void aLockIsReportedWithItsRemedy() throws Exception {
        look.docker.runs(
                "shop-db-1",
                "pg_dump",
                (_, _) -> new ExecResult(1, "", "pg_dump: error: canceling statement due to lock timeout"));
        CaptureRequest request = request("app");

        assertThatThrownBy(() -> capture.open(request)).hasMessageContaining("End the session that holds the lock");
    }

    @Test
    void aStoredDumpIsReadByPgRestore() throws Exception {
        look.docker.runs(
                "shop-db-1",
                "pg_restore",
                (_, input) -> new ExecResult(input.equals("PGDMP") ? 0 : 1, "", "pg_restore: error: end of file"));
        CaptureRequest request = request("app");

        check(request, "PGDMP");
        assertThatThrownBy(() -> check(request, "PGD")).hasMessageContaining("is damaged or cut off");
        assertThat(look.docker.asked).contains("shop-db-1: pg_restore --format=custom --file=/dev/null");
    }

    @Test
    void storedRolesAreCheckedWithoutTheServer() throws Exception {
        CaptureRequest request = request("roles");
        look.docker.goAway();

        check(request, SCRIPT);
        assertThatThrownBy(() -> check(request, SCRIPT.substring(0, 60)))
                .hasMessageStartingWith("The stored dump of the roles of service db of project shop is damaged");
    }

    @Test
    void aDumpIsNotDecidedWithoutItsServer() throws Exception {
        CaptureRequest request = request("app");
        look.docker.containers.clear();

        assertThatThrownBy(() -> check(request, "PGDMP"))
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_CHECKED))
                .hasMessageStartingWith("Could not verify the stored dump of database app");
        capture.sweep(request);
    }

    private void check(CaptureRequest request, String stored) throws Exception {
        try (StreamCheck check = capture.check(request)) {
            check.write(stored.getBytes(StandardCharsets.UTF_8), 0, stored.length());
            check.complete();
        }
    }

    @Test
    void aDumpThatPgRestoreReadsToItsEndIsGood() {
        assertThat(PostgresCapture.judge("stored dump", 0, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1   | pg_restore: error: could not read from input file: end of file | false | is damaged or cut off",
                "124 | '' | true | Could not verify the stored dump",
                "127 | No such file or directory | true | Could not verify the stored dump",
                "137 | '' | true | Could not verify the stored dump",
            })
    void onlyAProgramThatReadTheDumpFindsItDamaged(int code, String output, boolean later, String words) {
        Optional<CaptureException> failure = PostgresCapture.judge("stored dump", code, output);

        assertThat(failure).hasValueSatisfying(e -> {
            assertThat(e).hasMessageContaining(words);
            assertThat(e.endCause()).isEqualTo(later ? EndCause.NOT_CHECKED : EndCause.NOT_WHOLE);
        });
    }
}
