package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static io.slackwater.app.Shell.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunState;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestoreTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Redis with other file names, in a directory below its volume, as another user than the official image's. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class RedisElsewhereIT {

    private static final String PROJECT = "swredis";
    private static final String NAME = PROJECT + "-cache-1";
    private static final String OPTIONS = " --user 1234:5678 redis:8 redis-server --dir /store/db"
            + " --dbfilename my.rdb --appenddirname log --appendfilename my.aof --appendonly yes"
            + " --enable-debug-command yes --repl-diskless-sync-delay 0";

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        Stack.remove(PROJECT);
        sh("docker run --rm -v " + PROJECT + "-data:/store debian:trixie-slim"
                + " bash -c 'mkdir /store/db && chown -R 1234:5678 /store'");
        sh("docker run -d" + Stack.labels(PROJECT, "cache") + "-v " + PROJECT + "-data:/store" + OPTIONS);
        until("docker exec " + NAME + " redis-cli ping | grep -q PONG");
        sh("for i in $(seq 1 500); do echo \"set key:$i value-$i\"; done | docker exec -i " + NAME
                + " redis-cli >/dev/null");
    }

    @AfterEach
    void stop() {
        Stack.remove(PROJECT);
    }

    @Test
    void aDumpOfAMovedRedisIsRestoredIntoAVolumeThatTheSameServerLoads() throws Exception {
        try (AppHarness harness = AppHarness.of(directory, PROJECT)) {
            harness.look();
            assertThat(harness.settled())
                    .allSatisfy(run -> assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED));
            assertThat(harness.app
                            .journal()
                            .verdicts()
                            .of(PROJECT + ".cache.rdb")
                            .getFirst()
                            .facts())
                    .containsEntry("dir", "/store/db")
                    .containsEntry("below", "db")
                    .containsEntry("dbfilename", "my.rdb")
                    .containsEntry("appenddirname", "log")
                    .containsEntry("appendfilename", "my.aof")
                    .containsEntry("owner", "1234:5678");
            RestoreRecord started = harness.app
                    .restores()
                    .start(
                            new Requester("ann", true),
                            PROJECT + ".cache.rdb",
                            "latest",
                            new RestoreTarget.Volume(PROJECT + "-restored"));
            RestoreRecord ended = await().atMost(Duration.ofMinutes(1))
                    .until(
                            () -> harness.app.restores().find(started.id()).orElseThrow(),
                            status -> status.state() != RestoreRecord.State.RUNNING);
            assertThat(ended.state()).as(ended.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
        }
        String restored = PROJECT + "-restored-1";
        sh("docker run -d --name " + restored + " --label com.docker.compose.project=" + PROJECT + " -v " + PROJECT
                + "-restored:/store" + OPTIONS);
        until("docker exec " + restored + " redis-cli ping | grep -q PONG");
        assertThat(sh("docker exec " + restored + " redis-cli debug digest"))
                .isEqualTo(sh("docker exec " + NAME + " redis-cli debug digest"))
                .isNotEqualTo("0000000000000000000000000000000000000000");
        // It may write where it was put: its next save goes there too.
        assertThat(sh("docker exec " + restored + " redis-cli save")).isEqualTo("OK");
        assertThat(sh("docker exec " + restored + " stat -c %u:%g /store/db /store/db/my.rdb /store/db/log"))
                .isEqualTo("1234:5678\n1234:5678\n1234:5678");
    }
}
