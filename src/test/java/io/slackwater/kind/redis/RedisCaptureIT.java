package io.slackwater.kind.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.CaptureWorld;
import io.slackwater.capture.StreamCapture;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
import io.slackwater.stream.DumpSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisCaptureIT {

    private static CaptureWorld world;
    private static StreamCapture capture;
    private static String open = "";
    private static String secured = "";

    @BeforeAll
    static void start() throws Exception {
        world = new CaptureWorld();
        capture = world.capture(new Source.Stream(new Kind("redis"), "rdb", "rdb"));
        open = world.start("redis", "redis:8", "redis-server", "--repl-diskless-sync-delay", "0", "--save", "");
        secured = world.start(
                "redis-pw", "redis:8", "redis-server", "--requirepass", "s3cret", "--repl-diskless-sync-delay", "0");
        for (String container : List.of(open, secured)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> cli(container, "PING").contains("PONG"));
        }
        cli(open, "DEBUG", "SET-ACTIVE-EXPIRE", "1");
        fill(open);
        fill(secured);
        cli(secured, "ACL", "SETUSER", "bk", "on", ">bkpw", "+psync", "+sync", "+replconf", "+ping");
        cli(secured, "ACL", "SETUSER", "weak", "on", ">weakpw", "+ping");
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    private static void fill(String container) throws Exception {
        String script = "for i=1,3000 do redis.call('set','key:'..i,'value '..i) end;"
                + " redis.call('hset','h','f','v'); redis.call('xadd','s','*','a','1'); redis.call('zadd','z',1,'one') return 1";
        cli(container, "EVAL", script, "0");
    }

    private static String cli(String container, String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of("exec", "-e", "REDISCLI_AUTH=s3cret", container, "redis-cli"));
        argv.addAll(List.of(arguments));
        return CaptureWorld.tryDocker(new byte[0], argv.toArray(String[]::new)).out();
    }

    private static CaptureRequest request(String container, Credentials signIn) throws Exception {
        return world.request(container, new Source.Stream(new Kind("redis"), "rdb", "rdb"), signIn);
    }

    /** Starts another server on the dump as the base of its append-only file, which refuses any byte too many. */
    private static void restoresAsAppendOnlyFile(byte[] rdb, String from) throws Exception {
        String name = world.start("redis-restored", "--entrypoint", "sleep", "redis:8", "600");
        Path directory = Files.createTempDirectory("sw-it-capture");
        Path base = Files.write(directory.resolve("appendonly.aof.1.base.rdb"), rdb);
        Path manifest = Files.writeString(
                directory.resolve("appendonly.aof.manifest"), "file appendonly.aof.1.base.rdb seq 1 type b\n");
        CaptureWorld.docker("exec", name, "mkdir", "-p", "/restored/appendonlydir");
        CaptureWorld.docker("cp", base.toString(), name + ":/restored/appendonlydir/");
        CaptureWorld.docker("cp", manifest.toString(), name + ":/restored/appendonlydir/");
        Files.delete(base);
        Files.delete(manifest);
        Files.delete(directory);
        CaptureWorld.docker("exec", "-d", name, "redis-server", "--dir", "/restored", "--appendonly", "yes");
        await().atMost(Duration.ofSeconds(30)).until(() -> cli(name, "PING").contains("PONG"));
        assertThat(cli(name, "DBSIZE")).isEqualTo(cli(from, "DBSIZE"));
        assertThat(cli(name, "DEBUG", "DIGEST")).isEqualTo(cli(from, "DEBUG", "DIGEST"));
        assertThat(cli(name, "GET", "key:2999").strip()).isEqualTo("value 2999");
    }

    @Test
    void aServerWithoutPasswordIsDumpedCheckedAndRestored() throws Exception {
        CaptureRequest request = request(open, Credentials.NONE);
        byte[] rdb = CaptureWorld.dump(capture, request);
        CaptureWorld.check(capture, request, rdb);
        restoresAsAppendOnlyFile(rdb, open);
    }

    @Test
    void aServerWithAPasswordIsDumpedCheckedAndRestored() throws Exception {
        CaptureRequest request = request(secured, CaptureWorld.signIn("", "s3cret"));
        byte[] rdb = CaptureWorld.dump(capture, request);
        CaptureWorld.check(capture, request, rdb);
        restoresAsAppendOnlyFile(rdb, secured);
    }

    @Test
    void anAclUserWithTheFourRightsIsEnough() throws Exception {
        CaptureRequest request = request(secured, CaptureWorld.signIn("bk", "bkpw"));
        CaptureWorld.check(capture, request, CaptureWorld.dump(capture, request));
    }

    @Test
    void fileNamesForARestoreAreRead() throws Exception {
        assertThat(capture.facts(request(secured, CaptureWorld.signIn("", "s3cret"))))
                .containsEntry("appendonly", "no")
                .containsEntry("appenddirname", "appendonlydir")
                .containsEntry("appendfilename", "appendonly.aof")
                .containsEntry("dbfilename", "dump.rdb")
                .containsEntry("dir", "/data")
                .containsKeys("owner", "below")
                .hasSize(7);
    }

    @Test
    void aMissingPasswordIsRefusedBeforeAnyByteWithItsRemedy() throws Exception {
        refused(request(secured, Credentials.NONE), false, "NOAUTH", "slackwater.password");
    }

    @Test
    void aWrongPasswordIsRefusedBeforeAnyByteAndNotShown() throws Exception {
        CaptureException failure = refused(
                request(secured, CaptureWorld.signIn("", "wr0ng-pw")), false, "WRONGPASS", "slackwater.password");
        assertThat(failure).hasMessageNotContaining("wr0ng-pw");
    }

    @Test
    void aUserWithoutRightsIsReportedWithTheNeededRights() throws Exception {
        refused(request(secured, CaptureWorld.signIn("weak", "weakpw")), false, "NOPERM", "+psync");
    }

    private static CaptureException refused(CaptureRequest request, boolean gone, String... words) {
        CaptureException failure =
                CaptureWorld.failure(catchThrowable(() -> capture.open(request).close()));
        assertThat(failure).hasMessageContainingAll(words);
        assertThat(failure.endCause()).isEqualTo(gone ? EndCause.NOT_RUNNING : EndCause.SOURCE_INVALID);
        return failure;
    }

    @Test
    void aDumpWithoutAChecksumIsAcceptedByTheSettingOfTheServer() throws Exception {
        String container = world.start(
                "redis-nosum", "redis:8", "redis-server", "--rdbchecksum", "no", "--repl-diskless-sync-delay", "0");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cli(container, "PING").contains("PONG"));
        fill(container);
        CaptureRequest request = request(container, Credentials.NONE);
        byte[] rdb = CaptureWorld.dump(capture, request);
        assertThat(Arrays.copyOfRange(rdb, rdb.length - 8, rdb.length)).containsOnly(0);
        CaptureWorld.check(capture, request, rdb);
        restoresAsAppendOnlyFile(rdb, container);
    }

    @Test
    void aDumpFailsWhenItsServerProcessIsKilled() throws Exception {
        String container =
                world.start("redis-big", "redis:8", "redis-server", "--repl-diskless-sync-delay", "0", "--save", "");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cli(container, "PING").contains("PONG"));
        cli(container, "EVAL", "for i=1,150000 do redis.call('set','k:'..i,string.rep(tostring(i)..'-',150)) end", "0");
        cli(container, "CONFIG", "SET", "rdb-key-save-delay", "100");
        CaptureRequest request = request(container, Credentials.NONE);
        try (DumpSource source = capture.open(request)) {
            byte[] buffer = new byte[64 * 1024];
            source.read(buffer, 0, buffer.length);
            CaptureWorld.docker(
                    "exec",
                    container,
                    "sh",
                    "-c",
                    "for d in /proc/[0-9]*; do case \"$(tr '\\0' ' ' <$d/cmdline)\" in"
                            + " redis-rdb-to-slaves*) kill -9 ${d#/proc/};; esac; done");
            Throwable thrown = catchThrowable(() -> {
                Rdbs.drained(source, 64 * 1024);
                source.finish();
            });
            CaptureException failure = CaptureWorld.failure(thrown);
            assertThat(failure.endCause()).isEqualTo(EndCause.SOURCE);
            assertThat(failure).hasMessageContaining("ended the transfer early");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm /usr/bin/timeout",
                "printf '#!/bin/sh\\n[ \"$1\" = -k ] && exit 125; shift; exec \"$@\"' >/usr/bin/timeout"
            })
    void anImageWithoutAUsableTimeoutCommandIsDumped(String change) throws Exception {
        String container = world.start(
                "redis-old",
                "--entrypoint",
                "sh",
                "redis:8",
                "-c",
                change + "; exec redis-server --repl-diskless-sync-delay 0");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cli(container, "PING").contains("PONG"));
        fill(container);
        CaptureRequest request = request(container, Credentials.NONE);
        // What an image has is asked once: a fresh one, because this image was changed after its start.
        StreamCapture fresh = world.capture(new Source.Stream(new Kind("redis"), "rdb", "rdb"));
        CaptureWorld.check(fresh, request, CaptureWorld.dump(fresh, request));
    }

    @Test
    void anEarlyCloseEndsTheClientInTheContainer() throws Exception {
        String container =
                world.start("redis-slow", "redis:8", "redis-server", "--repl-diskless-sync-delay", "0", "--save", "");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cli(container, "PING").contains("PONG"));
        cli(container, "EVAL", "for i=1,100000 do redis.call('set','k:'..i,string.rep(tostring(i)..'-',150)) end", "0");
        cli(container, "CONFIG", "SET", "rdb-key-save-delay", "200");
        CaptureRequest request = request(container, Credentials.NONE);
        DumpSource source = capture.open(request);
        assertThat(CaptureWorld.docker("top", container)).contains("--rdb");
        source.close();
        assertThat(CaptureWorld.docker("top", container)).doesNotContain("--rdb");
    }

    @Test
    void aDamagedOrTruncatedDumpFailsTheCheck() throws Exception {
        CaptureRequest request = request(open, Credentials.NONE);
        byte[] rdb = CaptureWorld.dump(capture, request);
        byte[] flipped = rdb.clone();
        flipped[rdb.length / 2] ^= 1;
        for (byte[] bad : List.of(flipped, Arrays.copyOf(rdb, rdb.length - 1), new byte[0])) {
            CaptureException failure =
                    CaptureWorld.failure(catchThrowable(() -> CaptureWorld.check(capture, request, bad)));
            assertThat(failure.endCause()).as(failure.getMessage()).isEqualTo(EndCause.NOT_WHOLE);
        }
    }

    @Test
    void theChecksumDecidesWithoutAContainer() throws Exception {
        String container = world.start("redis-gone", "redis:8", "redis-server", "--repl-diskless-sync-delay", "0");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cli(container, "PING").contains("PONG"));
        fill(container);
        CaptureRequest request = request(container, Credentials.NONE);
        byte[] rdb = CaptureWorld.dump(capture, request);
        CaptureWorld.docker("rm", "-f", "-v", container);
        CaptureWorld.check(capture, request, rdb);
        refused(request, true, "no longer exists", "docker compose up");
        capture.sweep(request);
    }
}
