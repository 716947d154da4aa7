package io.slackwater.web;

import static io.slackwater.web.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slackwater.backrest.OperationStatus;
import io.slackwater.journal.Journal.Verified;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.Snapshot;
import io.slackwater.restore.RestoreStatus;
import io.slackwater.restore.RestoreTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups that Backrest makes for us, or that somebody begins on its page, with a real Backrest. Needs root. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class BackrestEngineIT {

    private static final String PROJECT = "swbackrest";
    private static final String DB = PROJECT + "-db-1";
    private static final String FILES = PROJECT + "-files-1";
    private static final String APP = PROJECT + "-db-app";
    private static final String LIMITS =
            "limits: { attempts: 2, minFreeMiB: 1, idle: 20s, shrinkPercent: 100, queueLimit: 40s, freezeMax: 8s }";

    /** A dump that begins well and goes on for longer than anybody waits. */
    private static final String TRICKLE =
            "printf PGDMP; for i in $(seq 1 90); do head -c 100000 /dev/urandom; sleep 1; done; exit 1";

    @TempDir
    static Path directory;

    private static BackrestWorld backrest;
    private static AppHarness harness;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(BackrestWorld.available());
        remove();
        Stack.postgres(PROJECT, "db");
        Stack.volume(PROJECT, "files");
        backrest = new BackrestWorld(PROJECT + "-backrest", directory);
        harness = new AppHarness(
                directory,
                PROJECT,
                LIMITS,
                UnaryOperator.identity(),
                Path.of("/var/run/docker.sock"),
                Optional.of(backrest.proxy.url()));
        harness.look();
        // Backrest knows nothing yet: these are embedded.
        assertThat(harness.settled()).allSatisfy(BackrestEngineIT::assertSucceeded);
        backrest.provision(harness, "it-stack");
    }

    @AfterAll
    static void stop() throws Exception {
        if (harness != null) {
            harness.close();
        }
        if (backrest != null) {
            backrest.close();
        }
        remove();
    }

    private static void remove() {
        Stack.remove(PROJECT);
        sh("docker volume rm -f swbackrest-restored >/dev/null");
    }

    @AfterEach
    void allIsWell() throws Exception {
        backrest.proxy.breaks(false);
        backrest.proxy.delays(0);
        harness.settled();
        assertThat(paused()).isFalse();
        assertThat(harness.app.journal().openLeases()).isEmpty();
    }

    @Test
    void whatBackrestStoresIsVerifiedAndRestoresToTheSame() throws Exception {
        int before = backrest.backups(APP).size();
        RunRecord run = harness.backup(APP);
        assertSucceeded(run);
        assertThat(backrest.backups(APP)).hasSize(before + 1).last().satisfies(operation -> {
            assertThat(operation.status()).isEqualTo(OperationStatus.SUCCESS);
            assertThat(operation.snapshot()).isEqualTo(run.snapshot());
        });
        assertThat(snapshot(run).tag("slackwater.run")).as("made by Backrest").isEmpty();
        restore(APP, new RestoreTarget.Database(Optional.empty(), "app_restored"));
        String sum = "select md5(string_agg(t::text, '|' order by id)) from items t";
        assertThat(Stack.psql(PROJECT, "db", "app_restored", sum)).isEqualTo(Stack.psql(PROJECT, "db", "app", sum));
    }

    @Test
    void aTreeThatBackrestStoresIsFrozenAndRestoresToTheSame() throws Exception {
        sh("docker exec " + FILES + " bash -c 'date >/data/new'");
        RunRecord run = harness.backup(files());
        assertSucceeded(run);
        assertThat(run.frozen()).isPositive();
        assertThat(snapshot(run).tag("slackwater.run")).as("made by Backrest").isEmpty();
        restore(files(), new RestoreTarget.Volume("swbackrest-restored"));
        assertThat(listing("swbackrest-restored")).isEqualTo(listing(PROJECT + "-files-data"));
    }

    @Test
    void theButtonOfAStreamBecomesARunWithAVerdict() throws Exception {
        assertThat(backrest.press(APP)).isEmpty();
        assertAdopted(APP);
    }

    @Test
    void theButtonOfATreeBecomesAFrozenRunWithAVerdict() throws Exception {
        assertThat(backrest.press(files())).isEmpty();
        assertThat(assertAdopted(files()).frozen()).isPositive();
    }

    @Test
    void aButtonOnADatasetThatIsBeingBackedUpIsRefusedWithTheReason() throws Exception {
        slowDump();
        try {
            String run = submit(APP);
            awaitState(run, RunState.STORING);
            assertThat(call("GET", "streams/" + APP)).startsWith("409").contains("already being read");
            assertSucceeded(harness.ended(run));
        } finally {
            fastDump();
        }
    }

    @Test
    void aHookOrStreamOfAnUnknownDatasetIsRefused() throws Exception {
        assertThat(call("POST", "hooks/nobody/start")).startsWith("404").contains("there is no dataset nobody");
        assertThat(call("POST", "hooks/nobody/end")).startsWith("404");
        assertThat(call("GET", "streams/nobody")).startsWith("404");
        assertThat(call("POST", "hooks/" + APP + "/start")).startsWith("404").contains("a stream, not a tree");
        assertThat(call("GET", "streams/" + files())).startsWith("404").contains("a tree, not a stream");
    }

    @Test
    void anEndThatNobodyWaitsForIsTaken() throws Exception {
        assertThat(call("POST", "hooks/" + files() + "/end")).startsWith("200");
        assertThat(call("POST", "hooks/" + files() + "/error")).startsWith("200");
    }

    @Test
    void aCallThatIsNoneOfBackrestsIsRefused() throws Exception {
        assertThat(call("GET", "streams/" + APP)).startsWith("409").contains("Backrest runs no backup");
        harness.settled();
        assertOnlyVerifiedIsThere(APP);
    }

    @Test
    void aWrongTokenFailsTheRunAndTheRightOneWorksAgainAtOnce() throws Exception {
        String good = sh("cat " + directory.resolve("secrets/backrest.header"));
        String port = Integer.toString(harness.app.internalPort());
        assertThat(sh("curl -s -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer wrong' http://127.0.0.1:" + port
                        + "/internal/streams/" + APP))
                .isEqualTo("401");
        backrest.token("another-token-of-another-time");
        assertSucceeded(harness.backup(APP));
        sh("echo '" + good + "' >" + directory.resolve("secrets/backrest.header"));
        assertSucceeded(harness.backup(APP));
    }

    @Test
    void aBackupThatAConfigWriteThrewOutOfTheQueueIsSubmittedAgain() throws Exception {
        slowDump();
        try {
            String first = submit(APP);
            awaitState(first, RunState.STORING);
            String waiting = submit(files());
            Awaitility.await("queued").atMost(Duration.ofSeconds(20)).until(() -> backrest.backups(files()).stream()
                    .anyMatch(operation -> operation.status() == OperationStatus.PENDING));
            backrest.writeConfig();
            assertSucceeded(harness.ended(first));
            assertSucceeded(harness.ended(waiting));
        } finally {
            fastDump();
        }
    }

    @Test
    void aBackupThatWaitsTooLongIsMadeWithoutBackrest() throws Exception {
        slowDump(TRICKLE);
        try {
            CompletableFuture<Optional<String>> press = pressed(APP);
            Awaitility.await("the button's run").atMost(Duration.ofSeconds(20)).until(() -> harness.app
                    .runs()
                    .running(APP));
            RunRecord run = harness.backup(files());
            assertSucceeded(run);
            assertThat(snapshot(run).tag("slackwater.run")).as("made by us").contains(run.id());
            assertThat(backrest.backups(files()))
                    .noneMatch(operation -> !operation.status().ended());
            harness.app.runs().cancel(newest(APP).id());
            press.get(90, TimeUnit.SECONDS);
        } finally {
            fastDump();
        }
    }

    @Test
    void aCancelledRunEndsBackrestsBackupAndLeavesNothing() throws Exception {
        slowDump(TRICKLE);
        try {
            String run = submit(APP);
            awaitState(run, RunState.STORING);
            harness.app.runs().cancel(run);
            assertThat(harness.ended(run).state()).isEqualTo(RunState.CANCELLED);
            Awaitility.await("Backrest's end").atMost(Duration.ofSeconds(20)).until(() -> backrest.backups(APP).stream()
                    .allMatch(operation -> operation.status().ended()));
        } finally {
            fastDump();
        }
        assertSucceeded(harness.backup(APP));
        assertOnlyVerifiedIsThere(APP);
    }

    @Test
    void aBackrestThatIsKilledInMidBackupFailsTheAttemptAndTheNextOneSucceeds() throws Exception {
        slowDump();
        try {
            String run = submit(APP);
            awaitState(run, RunState.STORING);
            backrest.kill();
            backrest.start();
            RunRecord ended = harness.ended(run);
            assertSucceeded(ended);
            assertThat(ended.attempt()).isEqualTo(2);
        } finally {
            fastDump();
        }
        assertOnlyVerifiedIsThere(APP);
    }

    @Test
    void aStartWithoutAnEndIsSettledByTheLease() throws Exception {
        sh("docker exec " + FILES + " bash -c 'head -c 30000000 /dev/urandom >/data/much'");
        try {
            String run = submit(files());
            Awaitility.await("frozen")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(BackrestEngineIT::paused);
            backrest.kill();
            Awaitility.await("thawed").atMost(Duration.ofSeconds(30)).until(() -> !paused());
            backrest.start();
            RunRecord ended = harness.ended(run);
            assertThat(ended.attempt()).isEqualTo(2);
            assertSucceeded(ended);
        } finally {
            sh("docker exec " + FILES + " rm -f /data/much");
        }
        assertOnlyVerifiedIsThere(files());
    }

    @Test
    void aBackrestThatIsAwayOrBrokenKeepsNoBackupFromBeingMade() throws Exception {
        backrest.proxy.breaks(true);
        RunRecord run = harness.backup(APP);
        assertSucceeded(run);
        assertThat(snapshot(run).tag("slackwater.run")).as("made by us").contains(run.id());
    }

    @Test
    void aSlowBackrestStoresAllTheSame() throws Exception {
        backrest.proxy.delays(1500);
        RunRecord run = harness.backup(files());
        assertSucceeded(run);
        assertThat(snapshot(run).tag("slackwater.run")).as("made by Backrest").isEmpty();
    }

    @Test
    void aDumpThatFailsIsToldWithItsOwnReasonAndLeavesNoSnapshot() throws Exception {
        slowDump("echo 'pg_dump: error: out of luck' >&2; exit 1");
        try {
            RunRecord run = harness.backup(APP);
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.message()).contains("out of luck");
        } finally {
            fastDump();
        }
        assertSucceeded(harness.backup(APP));
        assertOnlyVerifiedIsThere(APP);
    }

    @Test
    void aBackrestThatIsBrokenForAMomentWhileItStoresIsFollowedOn() throws Exception {
        slowDump();
        try {
            String run = submit(APP);
            awaitState(run, RunState.STORING);
            backrest.proxy.breaks(true);
            Awaitility.await("a while").pollDelay(Duration.ofSeconds(3)).until(() -> true);
            backrest.proxy.breaks(false);
            RunRecord ended = harness.ended(run);
            assertSucceeded(ended);
            assertThat(ended.attempt()).isEqualTo(1);
        } finally {
            fastDump();
        }
        assertOnlyVerifiedIsThere(APP);
    }

    @Test
    void aButtonThatWouldFreezeTooLongIsRefusedAndOurOwnRunIsStarted() throws Exception {
        harness.app.journal().note("frozen:" + files(), "9000");
        assertThat(backrest.press(files())).hasValueSatisfying(reason -> assertThat(reason)
                .contains("hook"));
        harness.settled();
        RunRecord run = newest(files());
        assertSucceeded(run);
        assertThat(run.trigger()).isEqualTo("backrest");
        assertThat(harness.app.journal().note("frozen:" + files()))
                .as("the estimate is renewed")
                .hasValueSatisfying(millis -> assertThat(Long.parseLong(millis)).isLessThan(8000));
    }

    @Test
    void whatIsForgottenIsGoneFromBackrestsPageToo() throws Exception {
        RunRecord run = harness.backup(APP);
        assertSucceeded(run);
        harness.settled();
        String snapshot = run.snapshot().orElseThrow();
        harness.app.repository("critical").forget(List.of(snapshot));
        assertThat(backrest.client.operations(io.slackwater.backrest.OperationQuery.ofSnapshot(snapshot)))
                .filteredOn(operation -> operation.kind() == io.slackwater.backrest.OperationKind.INDEX_SNAPSHOT)
                .isNotEmpty()
                .allMatch(io.slackwater.backrest.Operation::forgotten);
        assertThat(harness.app.repository("critical").snapshots("plan:" + APP))
                .extracting(Snapshot::id)
                .doesNotContain(snapshot);
        harness.app.journal().forgotten(run.repository().orElseThrow(), java.util.Set.of(snapshot));
    }

    private static RunRecord assertAdopted(String dataset) throws Exception {
        harness.settled();
        RunRecord run = newest(dataset);
        assertSucceeded(run);
        assertThat(run.trigger()).isEqualTo("backrest");
        assertThat(harness.app.journal().verified(dataset).getFirst().run()).isEqualTo(run.id());
        assertOnlyVerifiedIsThere(dataset);
        return run;
    }

    private static CompletableFuture<Optional<String>> pressed(String plan) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return backrest.press(plan);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String submit(String dataset) {
        return harness.app
                .runs()
                .submit(List.of(harness.app.inventory().dataset(dataset).orElseThrow()), "api")
                .getFirst();
    }

    private static void awaitState(String run, RunState state) {
        Awaitility.await(run + " " + state)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> harness.app.journal().run(run).orElseThrow().state() == state);
    }

    private static RunRecord newest(String dataset) {
        return harness.app
                .journal()
                .runs(Optional.of(dataset), Optional.empty(), 1)
                .getFirst();
    }

    /** Calls the internal port as Backrest does; the status, then the text. */
    private static String call(String method, String path) {
        return sh("curl -s -m 60 -X " + method + " -H @" + directory.resolve("secrets/backrest.header")
                + " -w '\\n%{http_code}' http://127.0.0.1:" + harness.app.internalPort() + "/internal/" + path
                + " | tac");
    }

    private static void slowDump() {
        slowDump("/usr/bin/pg_dump \"$@\" && sleep 6");
    }

    /** Puts a program before the real one; only database app gets it. */
    private static void slowDump(String script) {
        sh("cat >" + directory.resolve("pg_dump") + " <<'X'\n#!/bin/bash\n[ \"$PGDATABASE\" = app ] || exec"
                + " /usr/bin/pg_dump \"$@\"\n" + script + "\nX\nchmod 755 " + directory.resolve("pg_dump")
                + "; docker cp -q " + directory.resolve("pg_dump") + " " + DB + ":/usr/local/sbin/pg_dump");
    }

    private static void fastDump() {
        sh("docker exec " + DB + " rm -f /usr/local/sbin/pg_dump");
    }

    private static boolean paused() {
        return sh("docker inspect -f {{.State.Paused}} " + FILES).equals("true");
    }

    private static Snapshot snapshot(RunRecord run) throws Exception {
        return harness.app.repository("critical").snapshots("plan:" + run.dataset()).stream()
                .filter(one -> run.snapshot().filter(one.stableId()::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static void assertOnlyVerifiedIsThere(String dataset) throws Exception {
        harness.settled();
        assertThat(harness.app.repository("critical").snapshots("plan:" + dataset))
                .extracting(Snapshot::stableId)
                .containsExactlyInAnyOrderElementsOf(harness.app.journal().verified(dataset).stream()
                        .map(Verified::snapshot)
                        .toList());
    }

    private static void assertSucceeded(RunRecord run) {
        assertThat(run.state()).as(run.dataset() + ": " + run.message()).isEqualTo(RunState.SUCCEEDED);
    }

    private static void restore(String dataset, RestoreTarget target) throws Exception {
        RestoreStatus started = harness.app.restores().start(dataset, "latest", target);
        RestoreStatus status = Awaitility.await("restore of " + dataset)
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> harness.app.restores().find(started.id()).orElseThrow(),
                        one -> one.state() != RestoreStatus.State.RUNNING);
        assertThat(status.state()).as(status.message()).isEqualTo(RestoreStatus.State.SUCCEEDED);
    }

    private static String listing(String volume) {
        return sh("docker run --rm -v " + volume + ":/v debian:trixie-slim bash -c \"cd /v"
                + " && find . -printf '%P %y %m %U:%G %l\\n' | sort"
                + " && find . -type f -print0 | sort -z | xargs -0 sha256sum\"");
    }

    private static String files() {
        return harness.datasets().stream()
                .filter(id -> id.contains("-files-"))
                .findFirst()
                .orElseThrow();
    }
}
