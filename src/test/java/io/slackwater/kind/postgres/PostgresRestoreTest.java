package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.Look;
import io.slackwater.discovery.Shop;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestorePlace;
import io.slackwater.kind.ServerTarget;
import io.slackwater.kind.StoredDump;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests of a restore to a server, with a stand-in for Docker. {@code RestoreIT} restores into real servers. */
class PostgresRestoreTest {

    private static final String ROLES = "CREATE ROLE postgres;\nCREATE ROLE reader;\nALTER ROLE reader WITH LOGIN;\n";

    private final Look look = new Look();
    private final PostgresKind kind = new PostgresKind(look.docker, Clock.systemUTC(), _ -> false);
    /** The scripts for psql, each with its database. */
    private final List<String> scripts = new ArrayList<>();

    private boolean exists;
    private @Nullable ExecResult broken;
    private String comment = "";
    private String identity = "71/16385";
    private Workload server;

    @BeforeEach
    void server() throws Exception {
        look.docker
                .with(Shop.postgres("db").enabled())
                .answers("shop-db-1", "psql", Shop.cluster("app"))
                .runs("shop-db-1", "psql", this::psql)
                .runs(
                        "shop-db-1",
                        "sh",
                        (_, _) -> ok("CREATE DATABASE app TABLESPACE = fast;\n"
                                + "ALTER DATABASE app OWNER TO app;\nALTER DATABASE app SET \"app.x\" TO '1';\n"))
                .runs(
                        "shop-db-1",
                        "pg_restore",
                        (command, _) -> ok(command.argv().contains("-l") ? "7; 1262 1 DATABASE - app app\n" : ""));
        server = look.look().workload(new WorkloadId("shop", "db")).orElseThrow();
    }

    private ExecResult psql(ExecCommand command, String input) {
        scripts.add(command.environment().get("PGDATABASE") + ": " + input);
        if (input.contains("SELECT oid FROM pg_database")) {
            return ok(exists ? "16385\n" : "");
        }
        if (input.contains("pg_control_system")) {
            return ok(identity + "\n");
        }
        if (input.contains("shobj_description")) {
            return ok(comment + "\n");
        }
        if (input.contains("json_build_object")) {
            return ok("{\"roles\":[\"postgres\",\"app\"],\"tablespaces\":[\"pg_default\",\"fast\"]}");
        }
        if (input.contains("oid = 10")) {
            return ok("postgres\n");
        }
        return broken == null ? ok("") : broken;
    }

    private static ExecResult ok(String stdout) {
        return new ExecResult(0, stdout, "");
    }

    private RestorePlace place(String format, String database, boolean tablespaces) throws Exception {
        StoredDump dump = new StoredDump(
                "shop.db.app",
                "4f3c2a1b",
                format,
                "app." + format,
                Map.of(),
                sink -> sink.write(ROLES.getBytes(StandardCharsets.UTF_8)));
        return kind.inServer(dump, new ServerTarget("r-1", Instant.EPOCH, server, database, tablespaces));
    }

    @Test
    void aDatabaseIsMarkedFilledAndCompleted() throws Exception {
        RestorePlace place = place("dump", "copy", true);
        place.refuseExisting();
        assertThat(place.create()).isEqualTo("71/16385");
        place.fill();
        place.finish();

        assertThat(scripts)
                .anyMatch(script -> script.startsWith("postgres: ")
                        && script.contains("CREATE DATABASE :\"db\" TABLESPACE = fast;")
                        && script.contains("Slackwater: restore r-1 is putting snapshot 4f3c2a1b here"));
        assertThat(scripts.getLast())
                .startsWith("copy: ")
                .contains("COMMENT ON DATABASE :\"db\" IS NULL;", "ALTER DATABASE :\"db\" SET \"app.x\"");
        assertThat(look.docker.asked).contains("shop-db-1: pg_restore --exit-on-error --no-password -d dbname='copy'");
    }

    @Test
    void tablespacesAreLeftOutOnRequest() throws Exception {
        RestorePlace place = place("dump", "copy", false);
        place.create();
        place.fill();

        assertThat(scripts).anyMatch(script -> script.contains("CREATE DATABASE :\"db\" ;"));
        assertThat(look.docker.asked).anyMatch(asked -> asked.contains("--no-tablespaces"));
    }

    @Test
    void anExistingDatabaseIsRefused() throws Exception {
        exists = true;

        assertThatThrownBy(place("dump", "copy", true)::create)
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(RestoreException.Reason.FAILED))
                .hasMessageContaining("database copy exists already in shop-db-1");
    }

    @Test
    void aFailureOfTheServerHasTheRemedyForMissingRolesAndTablespaces() throws Exception {
        broken = new ExecResult(3, "", "ERROR:  out of luck");

        assertThatThrownBy(place("dump", "copy", true)::create)
                .hasMessageContainingAll(
                        "out of luck",
                        "restore shop.db.roles into the server first",
                        "\"tablespaces\": false",
                        "--no-tablespaces");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 'ERROR:  could not extend file: No space left on device'",
        "2, 'psql: error: connection to server on socket failed: FATAL:  the database system is starting up'",
        "137, ''"
    })
    void aFailureWithAnotherCauseHasNoRemedyForRoles(int code, String stderr) throws Exception {
        broken = new ExecResult(code, "", stderr);

        assertThatThrownBy(place("dump", "copy", true)::create)
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("creating database copy failed with exit code " + code)
                .hasMessageNotContaining("shop.db.roles");
    }

    @Test
    void anUnavailableDockerHasNoRemedyForRoles() throws Exception {
        RestorePlace place = place("dump", "copy", true);
        place.create();
        look.docker.goAway();

        assertThatThrownBy(place::fill)
                .hasCauseInstanceOf(DockerException.class)
                .hasMessageNotContaining("shop.db.roles");
    }

    @Test
    void anIncompleteDatabaseIsDropped() throws Exception {
        comment = new RestoreMark("r-1", "4f3c2a1b", Instant.EPOCH).comment("copy");

        assertThat(kind.restoredDatabase(server, "copy", "r-1").removeIncomplete())
                .isTrue();
        assertThat(scripts.getLast()).contains("DROP DATABASE IF EXISTS \"copy\" WITH (FORCE);");
        assertThat(kind.restoredDatabase(server, "copy", "r-2").removeIncomplete())
                .as("the mark of another restore")
                .isFalse();
    }

    @Test
    void aFailedRestoreDropsOnlyTheDatabaseThatItCreated() throws Exception {
        RestorePlace place = place("dump", "copy", true);
        place.create();
        identity = "71/99999";
        place.remove();
        assertThat(scripts).noneMatch(script -> script.contains("DROP DATABASE"));

        identity = "71/16385";
        place.remove();
        assertThat(scripts.getLast()).contains("DROP DATABASE");
    }

    @Test
    void missingRolesAreCreatedAndTheOthersNamed() throws Exception {
        RestorePlace place = place("sql", "", true);
        place.fill();

        assertThat(scripts.getLast()).contains("CREATE ROLE reader;").doesNotContain("CREATE ROLE postgres;");
        assertThat(place.note()).contains("existing roles kept", "\"postgres\"");
    }

    @Test
    void aFailedRestoreOfRolesReportsWhatIsComplete() throws Exception {
        broken = new ExecResult(3, "", "ERROR:  out of luck");

        assertThatThrownBy(place("sql", "", true)::fill)
                .hasMessageContainingAll(
                        "out of luck", "Created before the failure: nothing.", "restore the roles again");
    }
}
