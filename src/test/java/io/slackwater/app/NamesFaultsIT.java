package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Source;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunState;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestoreTarget;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two projects with the same service, and databases whose names differ only in characters that an id cannot have. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NamesFaultsIT {

    private static final List<String> PROJECTS = List.of("swfaultsnamesa", "swfaultsnamesb");
    private static final List<String> DATABASES = List.of("my_db", "my-db", "My DB", "a=b");

    @TempDir
    static Path directory;

    private static AppHarness harness;

    @BeforeAll
    static void start() throws Exception {
        PROJECTS.forEach(Stack::remove);
        for (String project : PROJECTS) {
            Stack.postgres(project, "db");
            for (String database : DATABASES) {
                Stack.psql(project, "db", "app", "create database \"" + database + "\"");
                Stack.psql(
                        project,
                        "db",
                        database,
                        "create table whose as select '" + whose(project, database) + "' as t");
            }
        }
        DatabaseWithRights.make(PROJECTS.getFirst());
        Stack.psql(PROJECTS.getFirst(), "db", "app", "grant connect on database \"a=b\" to refused");
        harness = AppHarness.of(directory, String.join(", ", PROJECTS));
        harness.look();
        harness.settled();
    }

    private static String whose(String project, String database) {
        return "<" + project + "/" + database + ">";
    }

    @AfterAll
    static void stop() throws Exception {
        if (harness != null) {
            harness.close();
        }
        PROJECTS.forEach(Stack::remove);
    }

    private static List<Dataset> of(String database) {
        return harness.app.inventory().datasets().stream()
                .filter(dataset -> dataset.source() instanceof Source.Stream one
                        && one.format().equals("dump")
                        && one.part().equals(database))
                .toList();
    }

    @Test
    void everyOddlyNamedDatabaseIsADatasetWithItsOwnData() throws Exception {
        assertThat(harness.settled())
                .allSatisfy(run -> assertThat(run.state())
                        .as(run.dataset() + ": " + run.message())
                        .isEqualTo(RunState.SUCCEEDED));
        assertThat(harness.app.inventory().datasets()).extracting(Dataset::id).doesNotHaveDuplicates();
        for (String database : DATABASES) {
            List<Dataset> both = of(database);
            assertThat(both)
                    .extracting(dataset -> dataset.workload().project())
                    .containsExactlyInAnyOrderElementsOf(PROJECTS);
            for (Dataset dataset : both) {
                ByteArrayOutputStream dump = new ByteArrayOutputStream();
                harness.app
                        .restores()
                        .download(new Requester("ann", true), dataset.id(), "latest", "")
                        .content()
                        .writeTo(dump);
                assertThat(dump.toString(StandardCharsets.ISO_8859_1))
                        .contains(whose(dataset.workload().project(), database));
            }
        }
    }

    @Test
    void theMostDifficultDatabaseNameIsRestoredBesideTheOriginal() throws Exception {
        for (Dataset dataset : of("a=b")) {
            RestoreRecord started = harness.app
                    .restores()
                    .start(
                            new Requester("ann", true),
                            dataset.id(),
                            "latest",
                            new RestoreTarget.Database(Optional.empty(), "c=d", true));
            RestoreRecord ended = Awaitility.await("restore of " + started.dataset())
                    .atMost(Duration.ofMinutes(2))
                    .until(
                            () -> harness.app.restores().find(started.id()).orElseThrow(),
                            status -> status.state() != RestoreRecord.State.RUNNING);
            assertThat(ended.state()).as(ended.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
            String project = dataset.workload().project();
            assertThat(Stack.psql(project, "db", "c=d", "select t from whose")).isEqualTo(whose(project, "a=b"));
        }
    }

    @Test
    void aDroppedDatabaseIsDownUntilItIsAcknowledgedOrReturns() throws Exception {
        String project = PROJECTS.getLast();
        String app = project + ".db.app";
        Stack.psql(project, "db", "postgres", "drop database app with (force)");
        harness.look();
        assertThat(why(app)).isEqualTo(HealthReason.VANISHED);
        harness.app.acknowledgements().acknowledge(app);
        assertThat(why(app)).isEqualTo(HealthReason.GONE);

        Stack.psql(project, "db", "postgres", "create database app");
        harness.look();
        assertThat(why(app)).isEqualTo(HealthReason.FRESH);
        assertThat(harness.app.journal().datasets().gone(app)).isFalse();
    }

    @Test
    void aDroppedDatabaseRestoredUnderItsNameIsFreshAndBackedUpAtOnce() throws Exception {
        String project = PROJECTS.getFirst();
        Dataset dataset = of("My DB").stream()
                .filter(one -> one.workload().project().equals(project))
                .findFirst()
                .orElseThrow();
        Stack.psql(project, "db", "postgres", "drop database \"My DB\" with (force)");
        harness.look();
        assertThat(why(dataset.id())).isEqualTo(HealthReason.VANISHED);
        int before = runs(dataset);

        RestoreRecord ended =
                harness.restore(dataset.id(), new RestoreTarget.Database(Optional.empty(), "My DB", true));
        assertThat(ended.state()).as(ended.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
        assertThat(Stack.psql(project, "db", "My DB", "select t from whose")).isEqualTo(whose(project, "My DB"));
        Awaitility.await("the event of the restore")
                .untilAsserted(() -> assertThat(harness.restored).contains(ended));
        harness.look();
        assertThat(why(dataset.id())).isEqualTo(HealthReason.FRESH);
        assertThat(runs(dataset)).isEqualTo(before + 1);
        harness.settled();
        assertThat(harness.newest(dataset.id())).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aDatabaseRestoredUnderAnotherNameIsCompletelyEqual() throws Exception {
        String project = PROJECTS.getFirst();
        assertThat(DatabaseWithRights.connect(project, DatabaseWithRights.NAME, "refused"))
                .contains("permission denied for database");

        RestoreRecord ended = harness.restore(
                of(DatabaseWithRights.NAME).getFirst().id(),
                new RestoreTarget.Database(Optional.empty(), DatabaseWithRights.COPY, true));

        assertThat(ended.state()).as(ended.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
        assertThat(DatabaseWithRights.dump(project, DatabaseWithRights.COPY))
                .isEqualTo(DatabaseWithRights.dump(project, DatabaseWithRights.NAME))
                .contains("TABLESPACE = \"fa st\"", "CONNECTION LIMIT = 7", "ünï", "default_transaction_read_only");
        assertThat(DatabaseWithRights.connect(project, DatabaseWithRights.COPY, "refused"))
                .contains("permission denied for database");
        harness.look();
        assertThat(of(DatabaseWithRights.COPY))
                .as("left alone for a day, though its comment is the original's")
                .isEmpty();
    }

    @Test
    void aDatabaseRestoredIntoAnotherServerIsCompletelyEqual() throws Exception {
        String from = PROJECTS.getFirst();
        String to = PROJECTS.getLast();
        Optional<String> workload = Optional.of(to + "-db");
        Dataset dataset = of(DatabaseWithRights.NAME).getFirst();
        String roles = from + ".db.roles";
        RestoreTarget database = new RestoreTarget.Database(workload, DatabaseWithRights.NAME, true);

        failed(
                harness.restore(dataset.id(), database),
                "tablespace \"fa st\" does not exist",
                "\"tablespaces\": false",
                "--no-tablespaces");
        failed(
                harness.restore(dataset.id(), new RestoreTarget.Database(workload, DatabaseWithRights.COPY, false)),
                "does not exist",
                "restore " + roles + " into the server first");
        String granted = of("a=b").stream()
                .map(Dataset::id)
                .filter(id -> id.startsWith(from + "."))
                .findFirst()
                .orElseThrow();
        failed(
                harness.restore(granted, new RestoreTarget.Database(workload, "granted", false)),
                "checking rights and settings of database granted",
                "role \"refused\" does not exist");
        failed(
                harness.restore(roles, new RestoreTarget.Database(workload, "", true)),
                "directory \"/var/lib/postgresql/fast\" does not exist",
                "Created before the failure: the roles \"refused\", \"ré ader\". Remove the cause");
        Stack.psql(to, "db", "app", "drop role refused");
        succeeded(harness.restore(roles, new RestoreTarget.Database(workload, "", false)));
        assertThat(Stack.psql(to, "db", "app", "select count(*) from pg_database where datname = 'rights DB'"))
                .isEqualTo("0");

        succeeded(harness.restore(dataset.id(), new RestoreTarget.Database(workload, DatabaseWithRights.COPY, false)));
        assertThat(DatabaseWithRights.dumpWithoutTablespaces(to, DatabaseWithRights.COPY))
                .isEqualTo(DatabaseWithRights.dumpWithoutTablespaces(from, DatabaseWithRights.NAME));

        DatabaseWithRights.directory(to);
        succeeded(harness.restore(roles, new RestoreTarget.Database(workload, "", true)));
        succeeded(harness.restore(dataset.id(), database));
        assertThat(DatabaseWithRights.dump(to, DatabaseWithRights.NAME))
                .isEqualTo(DatabaseWithRights.dump(from, DatabaseWithRights.NAME));
        String refused = "select rolconfig from pg_roles where rolname = 'refused'";
        assertThat(Stack.psql(to, "db", "app", refused)).isEqualTo(Stack.psql(from, "db", "app", refused));
    }

    private static void failed(RestoreRecord ended, String... words) {
        assertThat(ended.state()).as(ended.message()).isEqualTo(RestoreRecord.State.FAILED);
        assertThat(ended.message()).contains(words);
    }

    private static void succeeded(RestoreRecord ended) {
        assertThat(ended.state()).as(ended.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
    }

    private static int runs(Dataset dataset) {
        return harness.app.journal().runs().newest(dataset.id(), 100).size();
    }

    private static HealthReason why(String dataset) {
        return harness.app.health.get().stream()
                .filter(health -> health.dataset().equals(dataset))
                .findFirst()
                .orElseThrow()
                .why();
    }
}
