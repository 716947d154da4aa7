package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static io.slackwater.app.Shell.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunState;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestoreTarget;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Roles of a server whose first superuser is appowner, restored into a server whose first superuser is postgres. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class RolesElsewhereIT {

    private static final String FROM = "swrolesfrom";
    private static final String TO = "swrolesto";
    private static final String ROLES = FROM + ".db.roles";
    private static final Optional<String> TARGET = Optional.of(TO + "-db");

    @TempDir
    static Path directory;

    private static AppHarness harness;

    @BeforeAll
    static void start() throws Exception {
        remove();
        Stack.postgres(FROM, "db");
        sh("docker run -d" + Stack.labels(TO, "db") + "-e POSTGRES_PASSWORD=other -v " + TO
                + "-db-data:/var/lib/postgresql/data pgvector/pgvector:pg17");
        until("docker exec " + TO + "-db-1 pg_isready -q -h 127.0.0.1");
        // The role postgres is an ordinary role here, and "Lead" grants memberships of its own.
        Stack.psql(FROM, "db", "app", """
                create role readers; create role postgres; create role existing nologin password 'of the source';
                create role "Le ""ad" login createrole connection limit 3 password 'lead' valid until '2040-01-01';
                create role "two
                GRANT readers TO webapp GRANTED BY appowner;";
                comment on role readers is 'GRANT readers TO webapp GRANTED BY appowner;';
                alter role "Le ""ad" set "app.note" to 'GRANTED BY appowner;';
                grant pg_read_all_data to readers;
                grant set on parameter log_min_duration_statement to readers with grant option;
                grant readers to webapp with inherit false;
                grant readers to "Le ""ad" with admin option;
                grant readers to appowner with admin option;
                set session authorization "Le ""ad";
                create role made;
                grant readers to existing with set false;
                grant readers to postgres with admin option;
                grant made to "two
                GRANT readers TO webapp GRANTED BY appowner;";
                reset session authorization;
                alter table items owner to webapp;
                grant select on items to readers;
                revoke connect on database app from public;
                grant connect on database app to readers;
                """);
        harness = AppHarness.of(directory, FROM + ", " + TO);
        backedUp();
    }

    @AfterAll
    static void stop() throws Exception {
        if (harness != null) {
            harness.close();
        }
        remove();
    }

    private static void remove() {
        List.of(FROM, TO).forEach(Stack::remove);
    }

    private static void backedUp() throws Exception {
        harness.look();
        assertThat(harness.settled())
                .allSatisfy(run -> assertThat(run.state())
                        .as(run.dataset() + ": " + run.message())
                        .isEqualTo(RunState.SUCCEEDED));
    }

    @Test
    void rolesAndTheirDatabaseAreTheSameInAServerWithAnotherFirstSuperuser() throws Exception {
        target("create role existing login createdb password 'of the target'; create role readers; create role webapp;"
                + " grant webapp to readers");
        List<String> before = globals(TO);

        RestoreRecord refused = harness.restore(ROLES, new RestoreTarget.Database(TARGET, "", true));

        assertThat(refused.state()).as(refused.message()).isEqualTo(RestoreRecord.State.FAILED);
        assertThat(refused.message())
                .contains("role \"readers\" is a member of role \"webapp\"", "Created before the failure: nothing.")
                .doesNotContain("..");
        assertThat(globals(TO)).as("a restore that failed leaves no role").isEqualTo(before);

        target("drop role readers; drop role webapp");
        before = globals(TO);
        RestoreRecord restored = harness.restore(ROLES, new RestoreTarget.Database(TARGET, "", true));
        succeeded(restored);

        assertThat(restored.message())
                .isEqualTo("existing roles kept their passwords and attributes: the roles \"existing\", \"postgres\"");
        assertThat(globals(TO)).containsAll(before);
        assertThat(withoutExisting(globals(TO)))
                .isEqualTo(withoutExisting(globals(FROM).stream()
                        .map(line -> line.replaceAll("GRANTED BY appowner;$", "GRANTED BY postgres;"))
                        .map(line -> line.replaceAll("(TO postgres .*)GRANTED BY .*;$", "$1GRANTED BY postgres;"))
                        .sorted()
                        .toList()));

        List<String> once = globals(TO);
        succeeded(harness.restore(ROLES, new RestoreTarget.Database(TARGET, "", true)));
        assertThat(globals(TO)).as("the same again").isEqualTo(once);

        succeeded(harness.restore(FROM + ".db.app", new RestoreTarget.Database(TARGET, "app", true)));
        assertThat(DatabaseWithRights.dump(TO, "app"))
                .isEqualTo(DatabaseWithRights.dump(FROM, "app"))
                .contains("GRANT CONNECT ON DATABASE app TO readers");
    }

    @Test
    void aNewDatabaseIsBackedUpWithTheRolesOfItsServer() throws Exception {
        Stack.psql(FROM, "db", "app", "create role late login; create database late owner late");
        backedUp();

        assertThat(harness.newest(FROM + ".db.late")).isEqualTo(RunState.SUCCEEDED);
        ByteArrayOutputStream roles = new ByteArrayOutputStream();
        harness.app
                .restores()
                .download(new Requester("ann", true), ROLES, "latest", "")
                .content()
                .writeTo(roles);
        assertThat(roles.toString(StandardCharsets.UTF_8)).contains("CREATE ROLE late;");
    }

    private static void succeeded(RestoreRecord ended) {
        assertThat(ended.state()).as(ended.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
    }

    private static void target(String sql) {
        sh("docker exec -i " + TO + "-db-1 psql -X -q -v ON_ERROR_STOP=1 -U postgres <<'SQL'\n" + sql + "\nSQL");
    }

    /** The lines of all roles. */
    private static List<String> globals(String project) {
        String user = project.equals(FROM) ? "appowner" : "postgres";
        return sh("docker exec " + project + "-db-1 pg_dumpall --globals-only -U " + user)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("--") && !line.startsWith("\\"))
                .sorted()
                .toList();
    }

    /** Without the attributes of the roles that the target had before. */
    private static List<String> withoutExisting(List<String> globals) {
        return globals.stream()
                .filter(line -> !line.matches("(CREATE|ALTER) ROLE (postgres|existing)\\b.*"))
                .toList();
    }
}
