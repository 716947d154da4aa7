package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.repository.Snapshot;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestoreTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A database and a tree with one backup each, for tests of any engine. */
class EngineScene implements AutoCloseable {

    /** A dump that starts normally and takes longer than any timeout. */
    static final String TRICKLE =
            "printf PGDMP; for i in $(seq 1 90); do head -c 100000 /dev/urandom; sleep 1; done; exit 1";

    private static final String LIMITS =
            "limits: { attempts: 2, concurrentRuns: 2, minFreeMiB: 1, idle: 6s, shrinkPercent: 100, queueLimit: 10s,"
                    + " freezeMax: 5s, freezeTarget: 1m }";

    final String project;
    final String app;
    final String filesContainer;
    final AppHarness harness;
    final Path directory;

    /** @param backrest Backrest's address; when empty, Slackwater runs restic */
    EngineScene(String project, Path directory, Optional<String> backrest) throws Exception {
        this.project = project;
        this.app = project + ".db.app";
        this.filesContainer = project + "-files-1";
        this.directory = directory;
        remove();
        Stack.postgres(project, "db");
        Stack.volume(
                project,
                "files",
                "--label 'slackwater.exec.pre=[\"touch\", \"/tmp/quiet\"]'",
                "--label 'slackwater.exec.post=[\"rm\", \"-f\", \"/tmp/quiet\"]'");
        harness = new AppHarness(
                directory, project, LIMITS, UnaryOperator.identity(), Path.of("/var/run/docker.sock"), backrest);
        harness.look();
        assertThat(harness.settled()).allSatisfy(EngineScene::assertSucceeded);
    }

    final void remove() {
        Stack.remove(project);
        sh("docker volume rm -f " + project + "-restored >/dev/null");
    }

    @Override
    public void close() throws Exception {
        harness.close();
        remove();
    }

    /** Call it after each test. */
    void assertAllIsWell() {
        harness.settled();
        assertThat(paused()).isFalse();
        Stack.assertNeverCrashed(project, "db");
        assertThat(harness.app.journal().owedCommands().all()).isEmpty();
        sh("docker exec " + filesContainer + " test ! -e /tmp/quiet");
        // The end of a lease is journaled after its thaw.
        Awaitility.await("the end of all leases")
                .atMost(Duration.ofSeconds(60))
                .until(() -> harness.app.journal().leases().open().isEmpty());
    }

    String submit(String dataset) {
        return harness.app
                .runs()
                .submit(List.of(harness.app.inventory().dataset(dataset).orElseThrow()), Trigger.API)
                .getFirst();
    }

    void awaitState(String run, RunState state) {
        Awaitility.await(run + " " + state)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        harness.app.journal().runs().find(run).orElseThrow().state() == state);
    }

    RunRecord newest(String dataset) {
        return harness.app.journal().runs().newest(dataset, 1).getFirst();
    }

    void slowDump() {
        slowDump("/usr/bin/pg_dump \"$@\" && sleep 4");
    }

    /** Puts a program in front of the real one. Only the database app uses it. */
    void slowDump(String script) {
        sh("cat >" + directory.resolve("pg_dump") + " <<'X'\n#!/bin/bash\n[ \"$PGDATABASE\" = app ] || exec"
                + " /usr/bin/pg_dump \"$@\"\n" + script + "\nX\nchmod 755 " + directory.resolve("pg_dump")
                + "; docker cp -q " + directory.resolve("pg_dump") + " " + project + "-db-1:/usr/local/sbin/pg_dump");
    }

    void fastDump() {
        sh("docker exec " + project + "-db-1 rm -f /usr/local/sbin/pg_dump");
    }

    boolean paused() {
        return sh("docker inspect -f {{.State.Paused}} " + filesContainer).equals("true");
    }

    Snapshot snapshot(RunRecord run) throws Exception {
        return harness.app.repository("critical").snapshots("plan:" + run.dataset()).stream()
                .filter(one -> run.snapshot().filter(one.stableId()::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    void assertOnlyVerifiedIsThere(String dataset) throws Exception {
        harness.settled();
        assertThat(harness.app.repository("critical").snapshots("plan:" + dataset))
                .extracting(Snapshot::stableId)
                .containsExactlyInAnyOrderElementsOf(harness.app.journal().verdicts().of(dataset).stream()
                        .map(Verified::snapshot)
                        .toList());
    }

    static void assertSucceeded(RunRecord run) {
        assertThat(run.state()).as(run.dataset() + ": " + run.message()).isEqualTo(RunState.SUCCEEDED);
    }

    void restore(String dataset, RestoreTarget target) throws Exception {
        RestoreRecord started = harness.app.restores().start(new Requester("ann", true), dataset, "latest", target);
        RestoreRecord status = Awaitility.await("restore of " + dataset)
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> harness.app.restores().find(started.id()).orElseThrow(),
                        one -> one.state() != RestoreRecord.State.RUNNING);
        assertThat(status.state()).as(status.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
    }

    static String listing(String volume) {
        return sh("docker run --rm -v " + volume + ":/v debian:trixie-slim bash -c \"cd /v"
                + " && find . -printf '%P %y %m %U:%G %l\\n' | sort"
                + " && find . -type f -print0 | sort -z | xargs -0 sha256sum\"");
    }

    String files() {
        return harness.datasets().stream()
                .filter(id -> id.contains(".files."))
                .findFirst()
                .orElseThrow();
    }
}
