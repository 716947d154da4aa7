package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static io.slackwater.app.Shell.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.restore.InPlaceRestores.Offer;
import io.slackwater.restore.InPlaceRestores.Selection;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestoreScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real volumes are damaged, restored in place and compared. Each scenario ends with all old or all restored data. */
class TreeInPlaceIT {

    private static final String PROJECT = "swittree";
    private static final String FILES = PROJECT + "-files-1";
    private static final String READER = PROJECT + "-reader-1";
    private static final String VOLUME = PROJECT + "-files-data";
    private static final Requester ADMIN = new Requester("ann", true);

    @TempDir
    Path directory;

    @BeforeEach
    @AfterEach
    void remove() {
        Stack.remove(PROJECT);
    }

    /** A service with difficult files, and one without a label that reads them. */
    private static void files(String... options) {
        Stack.volume(
                PROJECT,
                "files",
                String.join(" ", options)
                        + " --restart on-failure:5 --label slackwater.files.exclude='logs, **/*.tmp'");
        sh("docker exec " + FILES
                + " bash -c 'cd /data && truncate -s 8M holes && ln big hard && mkdir -p logs nested/deep"
                + " && echo out > logs/x && echo out > nested/deep/a.tmp && echo in > nested/deep/b && mkfifo pipe"
                + " && chmod 2750 . && chown 4321:8765 .'");
        sh("docker run -d --name " + READER + " --restart unless-stopped --init"
                + " --label com.docker.compose.project=" + PROJECT + " --label com.docker.compose.service=reader"
                + " --label com.docker.compose.depends_on=files:service_started:false -v " + VOLUME
                + ":/srv:ro debian:trixie-slim sleep infinity");
    }

    private static void damage() {
        sh("docker exec " + FILES
                + " bash -c 'cd /data && rm -r \"a dir\" link hard && echo bad > big && echo stray > stray"
                + " && mkdir nested/later && echo x > nested/later/x && echo more > logs/x && echo more > nested/deep/c.tmp"
                + " && rm nested/deep/b && chmod 0777 . && chown 1:1 .'");
    }

    /** Names, types, modes, owners, link targets, numbers of links, times and contents, without excluded files. */
    private static String listing() {
        return sh("docker run --rm -v " + VOLUME + ":/v debian:trixie-slim bash -c \"cd /v"
                + " && find . -path './.slackwater-*' -prune -o -path ./logs -prune -o -name '*.tmp' -o"
                + " -type d -printf '%P %y %m %U:%G\\n' -o -printf '%P %y %m %U:%G %l %n\\n' | sort"
                + " && find . -path './.slackwater-*' -prune -o -path ./logs -prune -o -name '*.tmp' -o -type f"
                + " -printf '%P %s %T@\\n' | sort"
                + " && find . -path './.slackwater-*' -prune -o -type f ! -path './logs/*' ! -name '*.tmp' -print0"
                + " | sort -z | xargs -0 sha256sum\"");
    }

    /** The excluded files with their contents. */
    private static String excluded() {
        return sh("docker run --rm -v " + VOLUME + ":/v debian:trixie-slim bash -c \"cd /v"
                + " && find . -path './.slackwater-*' -prune -o -type f \\( -path './logs/*' -o -name '*.tmp' \\)"
                + " -print0 | sort -z | xargs -0 sha256sum\"");
    }

    private static String policies() {
        return sh(
                "docker inspect -f '{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.RestartPolicy.MaximumRetryCount}}"
                        + " {{.State.Status}}' " + FILES + " " + READER);
    }

    private static final String RUNNING = "on-failure 5 running\nunless-stopped 0 running";

    private static String dataset(AppHarness harness, String service) {
        return harness.datasets().stream()
                .filter(id -> id.startsWith(PROJECT + "." + service + "."))
                .findFirst()
                .orElseThrow();
    }

    private static RestoreRecord start(AppHarness harness, String dataset) throws Exception {
        Offer offer = harness.app.backups.inPlaceRestores.plan(
                ADMIN, new RestoreScope.OneDataset(dataset), new Selection("latest", Optional.empty()));
        assertThat(offer.plan().refusals()).isEmpty();
        return harness.app.backups.inPlaceRestores.start(
                ADMIN, offer.plan().id(), offer.token(), offer.plan().phrase());
    }

    private static RestoreRecord ended(AppHarness harness, RestoreRecord started) {
        return Awaitility.await("the end of a restore")
                .atMost(Duration.ofSeconds(100))
                .until(
                        () -> harness.app.restores().find(started.id()).orElseThrow(),
                        restore -> restore.state() != State.RUNNING);
    }

    private static void backedUp(AppHarness harness) throws Exception {
        harness.look();
        assertThat(harness.settled())
                .allSatisfy(run -> assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED));
    }

    @Test
    void aVolumeIsRestoredCompletelyAndItsExcludedFilesStay() throws Exception {
        files();
        try (AppHarness harness = AppHarness.of(directory, PROJECT)) {
            backedUp(harness);
            String id = dataset(harness, "files");
            String original = listing();
            damage();
            String left = excluded();
            String damaged = listing();

            RestoreRecord restore = ended(harness, start(harness, id));

            assertThat(restore.message()).isEmpty();
            assertThat(restore.state()).isEqualTo(State.SUCCEEDED);
            assertThat(listing()).isEqualTo(original).isNotEqualTo(damaged);
            assertThat(excluded()).isEqualTo(left);
            assertThat(sh("docker run --rm -v " + VOLUME + ":/v debian:trixie-slim stat -c '%s %b' /v/holes"))
                    .isEqualTo("8388608 0");
            assertThat(policies()).isEqualTo(RUNNING);
            assertThat(sh("docker exec " + READER + " cat /srv/nested/deep/b")).isEqualTo("in");
            assertThat(sh("docker exec " + FILES + " bash -c 'cat /data/.slackwater-*/old/stray'"))
                    .isEqualTo("stray");

            harness.look();
            RunRecord next = harness.backup(id);
            assertThat(next.state()).as(next.message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(ExcludedFilesIT.stored(harness, next)).noneMatch(path -> path.contains("slackwater"));
        }
    }

    /** The health check never succeeds with the restored files. */
    @Test
    void aKillWhileTheServiceStartsBringsTheOldFilesBack() throws Exception {
        files("--health-cmd 'test -e /data/stray || sleep 100' --health-interval 1s --health-timeout 100s");
        String damaged;
        RestoreRecord restore;
        AppHarness killed = AppHarness.of(directory, PROJECT);
        try {
            backedUp(killed);
            damage();
            damaged = listing() + excluded();
            restore = start(killed, dataset(killed, "files"));
            Awaitility.await("the start of the service with the restored files")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> killed.app
                                            .restores()
                                            .find(restore.id())
                                            .orElseThrow()
                                            .step()
                                    == RestoreStep.STARTING
                            && sh("docker inspect -f '{{.State.Status}}' " + FILES)
                                    .equals("running"));
            assertThat(listing() + excluded()).isNotEqualTo(damaged);
        } finally {
            killed.close();
        }
        sh("docker exec " + FILES + " bash -c 'echo new > /data/written-by-the-service; rm -r \"/data/a dir\"'");

        try (AppHarness harness = AppHarness.of(directory, PROJECT)) {
            harness.look();
            RestoreRecord undone = ended(harness, restore);
            assertThat(undone.state()).isEqualTo(State.FAILED);
            assertThat(undone.message()).endsWith("the old data are live again. Restore again");
            assertThat(listing() + excluded()).isEqualTo(damaged);
            assertThat(policies()).isEqualTo(RUNNING);
            assertThat(sh("docker exec " + FILES + " bash -c 'ls -d /data/.slackwater-* 2>/dev/null || true'"))
                    .isEmpty();
        }
    }

    @Test
    void aKilledHelperLeavesTheOldFilesLiveAndTheServicesRunning() throws Exception {
        files();
        sh("docker exec " + FILES + " bash -c 'head -c 300M /dev/urandom > /data/large'");
        try (AppHarness harness = AppHarness.of(directory, PROJECT)) {
            backedUp(harness);
            damage();
            String damaged = listing() + excluded();
            String id = dataset(harness, "files");
            RestoreRecord started = start(harness, id);
            Awaitility.await("the helper that restores")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> harness.app
                                    .restores()
                                    .find(started.id())
                                    .orElseThrow()
                                    .step()
                            == RestoreStep.FILLING);
            until("test -n \"$(docker ps -q --filter name=slackwater-helper-restore --filter volume=" + VOLUME + ")\"");
            sh("docker ps -q --filter name=slackwater-helper-restore --filter volume=" + VOLUME
                    + " | xargs docker kill >/dev/null");

            RestoreRecord restore = ended(harness, started);

            assertThat(restore.state()).isEqualTo(State.FAILED);
            assertThat(listing() + excluded()).isEqualTo(damaged);
            assertThat(policies()).isEqualTo(RUNNING);
            assertThat(sh("docker exec " + FILES + " bash -c 'ls -d /data/.slackwater-* 2>/dev/null || true'"))
                    .isEmpty();
        }
    }

    @Test
    void anOpenWebUiWhoseDatabaseIsBrokenWorksAgain() throws Exception {
        Stack.openWebUi(PROJECT, "webui");
        String webui = PROJECT + "-webui-1";
        try (AppHarness harness = AppHarness.of(directory, PROJECT)) {
            backedUp(harness);
            sh(
                    "docker exec " + webui
                            + " bash -c 'cd /app/backend/data && mkdir -p cache && echo model > cache/model"
                            + " && echo later > uploads/later && dd if=/dev/zero of=webui.db bs=4096 count=4 conv=notrunc status=none'");

            RestoreRecord restore = start(harness, PROJECT + ".webui.data");
            restore = ended(harness, restore);
            assertThat(restore.state()).isEqualTo(State.FAILED);
            assertThat(restore.message()).contains("without safety snapshot");

            Offer offer = harness.app.backups.inPlaceRestores.plan(
                    ADMIN,
                    new RestoreScope.OneDataset(PROJECT + ".webui.data"),
                    new Selection("latest", Optional.empty()));
            restore = ended(
                    harness,
                    harness.app.backups.inPlaceRestores.start(
                            ADMIN,
                            offer.plan().id(),
                            offer.token(),
                            offer.plan().phrase() + " without safety snapshot"));

            assertThat(restore.state()).as(restore.message()).isEqualTo(State.SUCCEEDED);
            assertThat(sh("docker exec " + webui + " bash -c 'cd /app/backend/data && cat cache/model; ls uploads'"))
                    .startsWith("model")
                    .doesNotContain("later");
            harness.look();
            RunRecord next = harness.backup(PROJECT + ".webui.data");
            assertThat(next.state()).as(next.message()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    /** The number of keys, and a hash of all keys with their values. */
    private static String keys(String service, String signIn) {
        return sh("docker exec " + signIn + " " + PROJECT + "-" + service
                + "-1 bash -c 'redis-cli dbsize; redis-cli --scan | sort | while read -r key; do echo \"$key\";"
                + " redis-cli get \"$key\" </dev/null; done | sha256sum'");
    }

    @Test
    void theKeysOfAServerWithAndWithoutAppendOnlyFilesAreBack() throws Exception {
        Stack.redis(PROJECT, "cache");
        sh("docker run -d" + Stack.labels(PROJECT, "plain") + " -v " + PROJECT
                + "-plain-data:/data redis:8 redis-server --save 60 1 --repl-diskless-sync-delay 0");
        until("docker exec " + PROJECT + "-plain-1 redis-cli ping | grep -q PONG");
        sh("docker exec " + PROJECT + "-plain-1 bash -c 'for i in 1 2 3; do redis-cli set k$i v$i; done;"
                + " redis-cli set soon gone px 100; mkdir -p /data/appendonlydir; echo stale > /data/appendonlydir/stale;"
                + " echo mine > /data/mine'");
        try (AppHarness harness = AppHarness.of(directory, PROJECT)) {
            backedUp(harness);
            String cache = keys("cache", "-e REDISCLI_AUTH=secret");
            String plain = keys("plain", "");
            assertThat(cache).startsWith("1001");
            assertThat(plain).startsWith("3");
            sh("docker exec -e REDISCLI_AUTH=secret " + PROJECT
                    + "-cache-1 bash -c 'redis-cli flushall; redis-cli set bad 1'");
            sh("docker exec " + PROJECT + "-plain-1 bash -c 'redis-cli flushall; redis-cli set bad 1'");

            for (String service : new String[] {"cache", "plain"}) {
                RestoreRecord restore = ended(harness, start(harness, PROJECT + "." + service + ".rdb"));
                assertThat(restore.message()).as(service).isEmpty();
                assertThat(restore.state()).as(service).isEqualTo(State.SUCCEEDED);
            }

            assertThat(keys("cache", "-e REDISCLI_AUTH=secret")).isEqualTo(cache);
            assertThat(keys("plain", "")).isEqualTo(plain);
            assertThat(sh("docker exec " + PROJECT + "-plain-1 bash -c 'ls /data; cat /data/mine'"))
                    .doesNotContain("appendonlydir")
                    .contains("mine");
            sh("docker restart " + PROJECT + "-cache-1 " + PROJECT + "-plain-1 >/dev/null");
            until("docker exec -e REDISCLI_AUTH=secret " + PROJECT + "-cache-1 redis-cli ping | grep -q PONG");
            until("docker exec " + PROJECT + "-plain-1 redis-cli ping | grep -q PONG");
            assertThat(keys("cache", "-e REDISCLI_AUTH=secret")).isEqualTo(cache);
            assertThat(keys("plain", "")).isEqualTo(plain);
        }
    }
}
