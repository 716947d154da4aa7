package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static io.slackwater.app.Shell.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Uncovered;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that require a sign-in: right and wrong passwords from every source. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class SignInFaultsIT {

    private static final String PROJECT = "swsignin";
    private static final String REDIS = " redis:8 redis-server --repl-diskless-sync-delay 0";

    @TempDir
    static Path directory;

    private static AppHarness harness;

    @BeforeAll
    static void start() throws Exception {
        Stack.remove(PROJECT);
        Path file = Files.writeString(directory.resolve("password"), "f1le\n");
        Path conf =
                Files.writeString(directory.resolve("redis.conf"), "requirepass c0nf\nrepl-diskless-sync-delay 0\n");
        sh("chmod 644 " + file + " " + conf);
        server("args", "", REDIS + " --requirepass rightpw");
        server("conf", "-v " + conf + ":/etc/redis.conf:ro", " redis:8 redis-server /etc/redis.conf");
        server(
                "file",
                "-v " + file + ":/run/secrets/redis:ro --label slackwater.password.file=/run/secrets/redis",
                REDIS + " --requirepass f1le");
        server(
                "acl",
                "-e BK=bkpw --label slackwater.user=bk --label slackwater.password.env=BK",
                REDIS + " --user default off --user bk on '>bkpw' +ping +psync +sync +replconf");
        server(
                "wrongenv",
                "-e WRONG=no-such-pw --label slackwater.password.env=WRONG",
                REDIS + " --requirepass rightpw");
        server(
                "wrongfile",
                "-v " + file + ":/run/secrets/redis:ro --label slackwater.user=bk"
                        + " --label slackwater.password.file=/run/secrets/redis",
                REDIS + " --user bk on '>bkpw' +ping +psync +sync +replconf");
        server(
                "pg",
                "-e POSTGRES_USER=appowner -e POSTGRES_DB=app -e POSTGRES_PASSWORD=rightpw -e WRONG=no-such-pw"
                        + " -e POSTGRES_INITDB_ARGS=--auth-local=scram-sha-256"
                        + " --label slackwater.password.env=WRONG",
                " pgvector/pgvector:pg17");
        for (String redis : List.of("args", "conf", "file", "acl", "wrongenv", "wrongfile")) {
            until("docker exec " + name(redis) + " redis-cli ping | grep -qE 'PONG|NOAUTH'");
        }
        until("docker exec -e PGPASSWORD=rightpw " + name("pg")
                + " psql -h 127.0.0.1 -U appowner -d app -c 'select 1'");
        harness = new AppHarness(
                directory, PROJECT, "limits: { attempts: 2 }", java.util.function.UnaryOperator.identity());
        harness.look();
        harness.settled();
    }

    private static void server(String service, String options, String command) {
        sh("docker run -d" + Stack.labels(PROJECT, service) + options + command);
    }

    private static String name(String service) {
        return PROJECT + "-" + service + "-1";
    }

    @AfterAll
    static void stop() throws Exception {
        if (harness != null) {
            harness.close();
        }
        Stack.remove(PROJECT);
    }

    @Test
    void passwordsInCommandsFilesConfigurationsAndAclUsersAreFound() {
        for (String service : List.of("args", "conf", "file", "acl")) {
            RunRecord run = harness.backup(PROJECT + "." + service + ".rdb");
            assertThat(run.state()).as(service + ": " + run.message()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void aWrongPasswordFromTheEnvironmentIsReportedWithContainerUserLabelAndRemedy() throws Exception {
        assertRefused(
                "wrongenv",
                "WRONGPASS",
                "container " + name("wrongenv"),
                "as the default user",
                "the variable WRONG, by the label slackwater.password.env",
                "Give the right ones by the labels");
    }

    @Test
    void aWrongPasswordFromAFileIsReportedWithContainerUserLabelAndRemedy() throws Exception {
        assertRefused(
                "wrongfile",
                "WRONGPASS",
                "container " + name("wrongfile"),
                "as bk",
                "the file /run/secrets/redis, by the label slackwater.password.file",
                "Give the right ones by the labels");
    }

    private static void assertRefused(String service, String... words) throws Exception {
        String dataset = PROJECT + "." + service + ".rdb";
        RunRecord run = harness.backup(dataset);
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.attempt()).as("a permanent failure is not retried").isEqualTo(1);
        assertThat(run.message()).contains(words).doesNotContain("no-such-pw").doesNotContain("f1le");
        harness.settled();
        assertThat(harness.app.journal().verdicts().of(dataset)).isEmpty();
        assertThat(harness.app.repository("system").snapshots("plan:" + dataset))
                .extracting(Snapshot::id)
                .isEmpty();
        assertThat(harness.app.inventory().uncovered())
                .filteredOn(one -> one.subject().text().equals("service " + service + " of project " + PROJECT))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.severity()).isEqualTo(Uncovered.Severity.ALARM);
                    assertThat(one.reason())
                            .contains(
                                    "Cannot sign in",
                                    "WRONGPASS",
                                    "Tried in container " + name(service),
                                    "slackwater.password.");
                });
    }

    @Test
    void anUnreadablePostgresServerAlarmsAndListsNoDataset() {
        assertThat(harness.datasets()).noneMatch(id -> id.startsWith(PROJECT + ".pg."));
        assertThat(harness.app.inventory().uncovered())
                .filteredOn(one -> one.subject().text().equals("service pg of project " + PROJECT))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.severity()).isEqualTo(Uncovered.Severity.ALARM);
                    assertThat(one.reason())
                            .contains(
                                    "password authentication failed",
                                    "appowner",
                                    "Tried in container " + name("pg"),
                                    "slackwater.password.")
                            .doesNotContain("no-such-pw");
                    assertThat(one.remedy()).contains("slackwater.user", "slackwater.password.env");
                });
    }
}
