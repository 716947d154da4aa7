package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static io.slackwater.app.Shell.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.SocketProxy;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.repository.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dumps that fail in every way, while other dumps continue. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@Tag("long")
class DumpFaultsIT {

    private static final String PROJECT = "swfaultsdump";
    private static final String DB = PROJECT + "-db-1";
    private static final String APP = PROJECT + ".db.app";
    private static final String LIMITS =
            "limits: { attempts: 2, minFreeMiB: 1, idle: 6s, dump: 25s, lockWait: 2s, shrinkPercent: 100 }";

    @TempDir
    static Path directory;

    private static AppHarness harness;
    private static SocketProxy docker;
    private static String other = "";

    @BeforeAll
    static void start() throws Exception {
        other = "";
        Stack.remove(PROJECT);
        startDatabase();
        Stack.psql(PROJECT, "db", "app", """
                create table notes (t text);
                insert into notes select string_agg(md5(random()::text), '') from generate_series(1, 120000) i group by i / 100;
                """);
        Stack.volume(PROJECT, "files");
        docker = new SocketProxy(directory.resolve("docker.sock"), Path.of("/var/run/docker.sock"));
        harness = new AppHarness(directory, PROJECT, LIMITS, UnaryOperator.identity(), docker.path());
    }

    private static void startDatabase() {
        Stack.postgres(PROJECT, "db");
    }

    @AfterAll
    static void stop() throws Exception {
        if (harness != null) {
            harness.close();
            docker.close();
        }
        Stack.remove(PROJECT);
    }

    /** A repeated test runs alone, without the first test. */
    @BeforeEach
    void dockerIsThere(TestInfo test) throws Exception {
        boolean first = test.getDisplayName().startsWith("slackwaterStartsWithoutDocker");
        if (!first && other.isEmpty()) {
            slackwaterStartsWithoutDockerReportsItAndRecovers();
        }
    }

    @AfterEach
    void removeFakeDumpProgram() {
        sh("docker exec " + DB + " rm -f /usr/local/sbin/pg_dump");
        Stack.assertNeverCrashed(PROJECT, "db");
    }

    @Test
    @Order(1)
    void slackwaterStartsWithoutDockerReportsItAndRecovers() throws Exception {
        harness.beat.run();
        assertThat(harness.app.beat.problem())
                .get()
                .asString()
                .contains(docker.path().toString());
        docker.listen();
        harness.look();
        assertThat(harness.settled()).isNotEmpty().allSatisfy(DumpFaultsIT::assertSucceeded);
        assertThat(harness.datasets()).contains(APP);
        other = harness.datasets().stream()
                .filter(id -> id.contains("we-ird"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(2)
    void aDumpThatFailsAtOnceIsReported() throws Exception {
        fault("echo 'pg_dump: error: out of luck' >&2; exit 1");
        assertFails("out of luck", "exit code 1", "See the server's log");
    }

    @Test
    @Order(3)
    void aDumpThatFailsAfterFiftyMegabytesLeavesNoSnapshot() throws Exception {
        fault("printf PGDMP; head -c 50000000 /dev/urandom; echo 'pg_dump: error: gone wrong' >&2; exit 1");
        assertFails("gone wrong", "exit code 1", "See the server's log");
    }

    @Test
    @Order(4)
    void aDumpThatHangsIsEnded() throws Exception {
        fault("printf PGDMP; head -c 2000000 /dev/urandom; exec sleep 300");
        assertFails("wrote nothing for 6 s", "limits.idle");
    }

    @Test
    @Order(5)
    void aDumpThatHangsBeforeItsFirstByteIsEnded() throws Exception {
        fault("exec sleep 300");
        // Idle and the wait for a lock together, long before limits.dump.
        assertFails("wrote nothing for 8 s, not even its first byte", "limits.idle");
    }

    @Test
    @Order(6)
    void anEmptyDumpIsAFailure() throws Exception {
        fault("exit 0");
        assertFails("empty", "wrapper");
    }

    @Test
    @Order(7)
    void aLockedDatabaseIsReportedWithTheLockedTable() throws Exception {
        sh("docker exec -d -e PGAPPNAME=careless " + DB + " psql -U appowner -d app -c"
                + " 'begin; lock table notes in access exclusive mode; select pg_sleep(300)'");
        until("docker exec " + DB + " psql -U appowner -d app -At -c \"select count(*) from pg_locks"
                + " where mode = 'AccessExclusiveLock' and granted\" | grep -q '[1-9]'");
        try {
            assertFails("waited too long for a lock", "notes", "End the session that holds the lock");
        } finally {
            Stack.psql(
                    PROJECT,
                    "db",
                    "app",
                    "select pg_terminate_backend(pid) from pg_stat_activity" + " where application_name = 'careless'");
        }
        assertSucceeded(harness.backup(APP));
    }

    @Test
    @Order(8)
    void aRefusedPasswordIsReportedWithTheLabelsAndWithoutThePassword() throws Exception {
        String conf =
                "docker exec -u postgres " + DB + " bash -c 'sed -i \"s/^\\(local.*\\)%s/\\1%s/\" $PGDATA/pg_hba.conf"
                        + " && kill -HUP 1' && docker exec " + DB + " true";
        // The server's password is another one now than the container was started with.
        Stack.psql(PROJECT, "db", "app", "alter role appowner password 'moved on'");
        sh(conf.formatted("trust", "scram-sha-256"));
        until("! docker exec -e PGPASSWORD=wrong " + DB + " psql -U appowner -d app -c 'select 1'");
        try {
            RunRecord run = harness.backup(APP);
            assertFailed(
                    run,
                    "password authentication failed",
                    "container " + DB + " as appowner",
                    "the variable POSTGRES_PASSWORD",
                    "Give the right ones by the labels slackwater.user and slackwater.password.env");
            assertThat(run.message()).doesNotContain("moved on").doesNotContain("secret");
            assertSucceeded(harness.backup(files()));
        } finally {
            sh(conf.formatted("scram-sha-256", "trust"));
        }
        until("docker exec " + DB + " psql -U appowner -d app -c 'select 1'");
        Stack.psql(PROJECT, "db", "app", "alter role appowner password 'secret'");
        assertSucceeded(harness.backup(APP));
    }

    @Test
    @Order(9)
    void aDumpIsRetriedWhenTheConnectionToDockerBreaks() throws Exception {
        docker.cutAfter(1_500_000);
        RunRecord run = harness.backup(APP);
        assertSucceeded(run);
        assertThat(run.attempt()).isEqualTo(2);
        assertOnlyVerifiedIsThere();
    }

    @Test
    @Order(10)
    void aDumpFailsTheRunWhenDockerDisappears() throws Exception {
        fault("printf PGDMP; head -c 2000000 /dev/urandom; touch /tmp/begun; exec sleep 5");
        String run = begun();
        docker.away();
        try {
            assertFailed(harness.ended(run), docker.path().toString());
        } finally {
            docker.listen();
        }
        removeFakeDumpProgram();
        // The header with which restic fetches the dump. A deleted header file is created again.
        Files.delete(directory.resolve("data/stream.header"));
        assertSucceeded(harness.backup(APP));
        assertOnlyVerifiedIsThere();
    }

    @Test
    @Order(11)
    void aDumpFailsTheRunWhenItsContainerIsRemoved() throws Exception {
        fault("printf PGDMP; head -c 2000000 /dev/urandom; touch /tmp/begun; exec sleep 5");
        String run = begun();
        sh("docker rm -f " + DB);
        assertFailed(harness.ended(run), "db");
        assertSucceeded(harness.backup(files()));
        sh("docker volume rm " + PROJECT + "-db-data");

        startDatabase();
        harness.look();
        harness.settled();
        assertSucceeded(harness.backup(APP));
        assertOnlyVerifiedIsThere();
    }

    @Test
    @Order(12)
    void aKilledCheckIsRepeated() throws Exception {
        sh("docker exec " + DB + " bash -c 'printf \"#!/bin/bash\\nrm /usr/local/sbin/pg_restore\\nexit 137\\n\""
                + " >/usr/local/sbin/pg_restore; chmod 755 /usr/local/sbin/pg_restore'");
        RunRecord run = harness.backup(APP);
        assertSucceeded(run);
        assertThat(run.attempt()).isEqualTo(2);
        assertOnlyVerifiedIsThere();
    }

    /** Starts a run and waits until its first bytes were dumped. */
    private static String begun() {
        harness.settled();
        String run = harness.app
                .runs()
                .submit(List.of(harness.app.inventory().dataset(APP).orElseThrow()), Trigger.API)
                .getFirst();
        until("docker exec " + DB + " rm /tmp/begun");
        return run;
    }

    /** Puts a program in front of the real one. Only the database app uses it. */
    private static void fault(String script) throws Exception {
        Path file = Files.writeString(
                directory.resolve("pg_dump"),
                "#!/bin/bash\n[ \"$PGDATABASE\" = app ] || exec /usr/bin/pg_dump \"$@\"\n" + script + "\n");
        sh("chmod 755 " + file + "; docker cp -q " + file + " " + DB + ":/usr/local/sbin/pg_dump");
    }

    /**
     * The dump of app fails in this way, and the other dump succeeds. Without the fault, the dump of app succeeds
     * again.
     */
    private void assertFails(String... words) throws Exception {
        harness.settled();
        List<String> runs = harness.app
                .runs()
                .submit(
                        List.of(
                                harness.app.inventory().dataset(APP).orElseThrow(),
                                harness.app.inventory().dataset(other).orElseThrow()),
                        Trigger.API);
        RunRecord failed = harness.ended(runs.getFirst());
        assertSucceeded(harness.ended(runs.get(1)));
        assertFailed(failed, words);
        assertThat(failed.message()).containsAnyOf("database app", "dataset " + APP);
        harness.settled();
        assertOnlyVerifiedIsThere();
        if (Files.exists(directory.resolve("pg_dump"))) {
            removeFakeDumpProgram();
            Files.delete(directory.resolve("pg_dump"));
            assertSucceeded(harness.backup(APP));
        }
    }

    private static void assertFailed(RunRecord run, String... words) {
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.FAILED);
        assertThat(run.message()).contains(words);
        assertThat(run.cause()).as(run.message()).isIn(EndCause.SOURCE, EndCause.SOURCE_INVALID, EndCause.NOT_RUNNING);
        assertThat(harness.app.journal().verdicts().of(APP))
                .extracting(Verified::run)
                .doesNotContain(run.id());
    }

    private static void assertOnlyVerifiedIsThere() throws Exception {
        harness.settled();
        assertThat(harness.app.repository("critical").snapshots("plan:" + APP))
                .extracting(Snapshot::stableId)
                .containsExactlyInAnyOrderElementsOf(harness.app.journal().verdicts().of(APP).stream()
                        .map(Verified::snapshot)
                        .toList());
    }

    private static void assertSucceeded(RunRecord run) {
        assertThat(run.state()).as(run.dataset() + ": " + run.message()).isEqualTo(RunState.SUCCEEDED);
    }

    private static String files() {
        return harness.datasets().stream()
                .filter(id -> id.contains(".files."))
                .findFirst()
                .orElseThrow();
    }
}
