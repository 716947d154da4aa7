package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineExecIT {

    private static final TestContainers CONTAINERS = new TestContainers("docker");
    private static final EngineDocker DOCKER =
            new EngineDocker(TestContainers.SOCKET, () -> "sw-it", () -> TestContainers.IMAGE);
    private static String container = "";

    @TempDir
    static Path directory;

    @BeforeAll
    static void start() {
        container = CONTAINERS.sleeping("exec", "--init");
    }

    @AfterAll
    static void clean() {
        CONTAINERS.close();
    }

    @Test
    void aLargeOutputArrivesByteForByteBesideStderr() throws Exception {
        String script = "head -c 209715200 /dev/urandom > /tmp/bulk; sha256sum < /tmp/bulk > /tmp/sum;"
                + " (i=0; while [ $i -lt 2000 ]; do echo \"warning $i\" >&2; i=$((i+1)); done) & cat /tmp/bulk; wait";
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long total = 0;
        try (ExecStream stream = DOCKER.open(container, sh(script), false)) {
            byte[] buffer = new byte[256 * 1024];
            for (int n = stream.read(buffer, 0, buffer.length); n >= 0; n = stream.read(buffer, 0, buffer.length)) {
                digest.update(buffer, 0, n);
                total += n;
            }
            assertThat(stream.exitCode()).isZero();
            assertThat(stream.stderr())
                    .startsWith("warning 0\n")
                    .endsWith("warning 1999\n")
                    .hasSize(8 * 1024 + HeadAndTail.DROPPED.length());
        }
        assertThat(total).isEqualTo(209_715_200L);
        assertThat(DOCKER.exec(container, ExecCommand.of("cat", "/tmp/sum"), Duration.ofSeconds(60))
                        .stdout())
                .startsWith(HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void closingStdinIsAnEndOfFileWhileTheOutputContinues() throws Exception {
        byte[] sent = new byte[20 * 1024 * 1024 + 17];
        new Random(7).nextBytes(sent);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (ExecStream stream = DOCKER.open(container, sh("cat; echo done >&2; exit 3"), true)) {
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                try (OutputStream stdin = stream.stdin()) {
                    stdin.write(sent);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            byte[] buffer = new byte[100_000];
            for (int n = stream.read(buffer, 0, buffer.length); n >= 0; n = stream.read(buffer, 0, buffer.length)) {
                digest.update(buffer, 0, n);
            }
            writing.join();
            assertThat(stream.exitCode()).isEqualTo(3);
            assertThat(stream.stderr()).isEqualTo("done\n");
        }
        assertThat(digest.digest())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(sent));
    }

    @Test
    void theExitCodeOfACommandIsReported() throws Exception {
        assertThat(exec(sh("exit 0"))).isEqualTo(new ExecResult(0, "", ""));
        assertThat(exec(sh("echo out; echo err >&2; exit 42"))).isEqualTo(new ExecResult(42, "out\n", "err\n"));
        assertThat(exec(sh("kill -9 $$")).exitCode()).isEqualTo(137);
        assertThat(exec(ExecCommand.of("/no/such/command")).exitCode()).isNotZero();
        assertThat(exec(sh("echo \"$GREETING\"").withEnvironment("GREETING", "a=b c"))
                        .stdout())
                .isEqualTo("a=b c\n");
        assertThat(exec(new ExecCommand(List.of("id", "-u"), Map.of(), "33")).stdout())
                .isEqualTo("33\n");
    }

    @Test
    void theOutputOfAShortCommandIsTruncatedAtAMebibyte() throws Exception {
        ExecResult result =
                exec(sh("head -c 5000000 /dev/zero | tr '\\0' x; head -c 3000000 /dev/zero | tr '\\0' y >&2"));
        assertThat(result.ok()).isTrue();
        assertThat(result.stdout()).hasSize(1024 * 1024).containsOnlyOnce("x".repeat(1024 * 1024));
        assertThat(result.stderr()).hasSize(1024 * 1024 + HeadAndTail.DROPPED.length());
    }

    @Test
    void concurrentShortCommandsAreNeverReportedAsTruncated() throws Exception {
        List<CompletableFuture<Integer>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 80; i++) {
                running.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                ExecResult result = exec(sh("head -c 300000 /dev/zero | cat; exit 5"));
                                return result.stdout().length() + result.exitCode();
                            } catch (DockerException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        threads));
            }
        }
        assertThat(running).allSatisfy(one -> assertThat(one.join()).isEqualTo(300_005));
    }

    @Test
    void aHangingCommandTimesOut() {
        DockerException failure = catchThrowableOfType(
                DockerException.class,
                () -> DOCKER.exec(container, ExecCommand.of("sleep", "30"), Duration.ofMillis(500)));
        assertThat(failure).hasMessageContaining("sleep").hasMessageContaining("no answer within 0.5 s");
    }

    @Test
    void anInterruptEndsAWaitingRead() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread reading = Thread.ofPlatform().start(() -> {
            try {
                DOCKER.exec(container, ExecCommand.of("sleep", "31"), Duration.ofSeconds(30));
            } catch (DockerException | InterruptedException e) {
                failure.complete(e);
            }
        });
        await().until(() -> TestContainers.docker("top", container).contains("sleep 31"));
        reading.interrupt();
        assertThat(failure.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void theExitCodeIsUnavailableBeforeTheStreamIsRead() throws Exception {
        try (ExecStream stream = DOCKER.open(container, sh("echo x"), false)) {
            assertThatThrownBy(stream::exitCode)
                    .isInstanceOf(DockerException.class)
                    .hasMessageContaining("read to the end");
            assertThatThrownBy(stream::stdin).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @Tag("long")
    void aContainerKilledDuringAStreamIsAFailure() throws Exception {
        String victim = CONTAINERS.sleeping("victim");
        AtomicLong read = new AtomicLong();
        DockerException failure = catchThrowableOfType(DockerException.class, () -> {
            try (ExecStream stream =
                    DOCKER.open(victim, sh("while :; do head -c 1000000 /dev/zero; sleep 0.05; done"), false)) {
                byte[] buffer = new byte[64 * 1024];
                for (int n = stream.read(buffer, 0, buffer.length); n >= 0; n = stream.read(buffer, 0, buffer.length)) {
                    if (read.addAndGet(n) > 3_000_000 && read.getAndSet(Long.MIN_VALUE) > 0) {
                        TestContainers.docker("rm", "-f", victim);
                    }
                }
                int code = stream.exitCode();
                if (code != 0) {
                    throw new DockerException("exit code " + code, DockerFailure.NO_ANSWER);
                }
            } catch (IOException e) {
                throw new DockerException("broke off", DockerFailure.NO_ANSWER, e);
            }
        });
        assertThat(failure).isNotNull();
    }

    @Test
    void aConnectionCutAtAnyByteOfAStreamIsAFailure() throws Exception {
        try (SocketProxy proxy = new SocketProxy(directory.resolve("cut.sock"), TestContainers.SOCKET).listen()) {
            EngineDocker through = new EngineDocker(proxy.path(), () -> "sw-it", () -> TestContainers.IMAGE);
            // One frame of the slow writer has 1000 bytes and a head of 8; the answer's own head comes first.
            for (int extra : new int[] {0, 1, 7, 8, 9, 500, 1007, 1008, 4032}) {
                String script = "i=0; while [ $i -lt 30 ]; do head -c 1000 /dev/zero; sleep 0.03; i=$((i+1)); done";
                Throwable failure = catchThrowableOfType(Exception.class, () -> {
                    try (ExecStream stream = through.open(container, sh(script), false)) {
                        proxy.cutAfter(3024 + extra);
                        byte[] buffer = new byte[64 * 1024];
                        while (stream.read(buffer, 0, buffer.length) >= 0) {}
                        stream.exitCode();
                    }
                });
                assertThat(failure).as("cut after " + extra).isNotNull();
                assertThat(failure.getMessage()).contains("cut");
            }
            assertThat(through.exec(container, sh("echo well"), Duration.ofSeconds(60))
                            .stdout())
                    .isEqualTo("well\n");
        }
    }

    @Test
    void aDaemonThatDisappearsBeforeTheExitCodeIsAFailure() throws Exception {
        Path socket = directory.resolve("gone.sock");
        EngineDocker through = new EngineDocker(socket, () -> "sw-it", () -> TestContainers.IMAGE);
        try (SocketProxy proxy = new SocketProxy(socket, TestContainers.SOCKET).listen();
                ExecStream stream = through.open(container, sh("echo x"), false)) {
            byte[] buffer = new byte[100];
            while (stream.read(buffer, 0, buffer.length) >= 0) {}
            proxy.away();
            DockerException failure = catchThrowableOfType(DockerException.class, stream::exitCode);
            assertThat(failure.failure()).isEqualTo(DockerFailure.NO_ANSWER);
            assertThat(failure).hasMessageContaining("does not answer");
        }
    }

    @Test
    void aPausedOrStoppedContainerRefusesCommandsWithTheReason() throws Exception {
        String paused = CONTAINERS.sleeping("paused");
        DOCKER.pause(paused);
        DockerException failure =
                catchThrowableOfType(DockerException.class, () -> DOCKER.open(paused, sh("echo x"), false));
        assertThat(failure.failure()).isEqualTo(DockerFailure.REFUSED);
        assertThat(failure).hasMessageContaining(paused).hasMessageContaining("is paused");

        DOCKER.unpause(paused);
        TestContainers.docker("kill", paused);
        assertThatThrownBy(() -> DOCKER.open(paused, sh("echo x"), false)).hasMessageContaining("is not running");
        TestContainers.docker("rm", "-f", paused);
        assertThatThrownBy(() -> DOCKER.open(paused, sh("echo x"), false)).hasMessageContaining("No such container");
    }

    /** A program that is not executable yet is refused with exit code 126, like any command on a loaded host. */
    @Test
    void aCommandThatDockerRefusesInAHelperIsRetried() throws Exception {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        HelperRequest request = new HelperRequest("refused", List.of(tools + ":/tools:ro"), List.of());
        try (HelperContainer helper = DOCKER.helper(request)) {
            CompletableFuture<?> soon = executableSoon(tools.resolve("echo"), "echo well");
            ExecResult result = helper.exec(ExecCommand.of("/tools/echo"), Duration.ofSeconds(60));
            assertThat(result).isEqualTo(new ExecResult(0, "well\n", ""));
            soon.join();
            soon = executableSoon(tools.resolve("cat"), "cat");
            try (ExecStream stream = helper.open(ExecCommand.of("/tools/cat"))) {
                try (OutputStream stdin = stream.stdin()) {
                    stdin.write("fed".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                }
                byte[] buffer = new byte[100];
                assertThat(stream.read(buffer, 0, buffer.length)).isEqualTo(3);
                assertThat(stream.read(buffer, 0, buffer.length)).isNegative();
                assertThat(stream.exitCode()).isZero();
            }
            soon.join();
        }
    }

    private static CompletableFuture<?> executableSoon(Path program, String script) throws IOException {
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        return CompletableFuture.runAsync(
                () -> assertThat(program.toFile().setExecutable(true, false)).isTrue(),
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
    }

    @Test
    @Tag("long")
    void aCommandThatDockerKeepsRefusingInAHelperFailsWithTheReason() throws Exception {
        try (HelperContainer helper = DOCKER.helper(new HelperRequest("refuses", List.of(), List.of()))) {
            DockerException failure = catchThrowableOfType(
                    DockerException.class,
                    () -> helper.exec(ExecCommand.of("no-such-program"), Duration.ofSeconds(60)));
            assertThat(failure).isNotNull();
            assertThat(failure.failure()).isEqualTo(DockerFailure.NOT_READY);
            assertThat(failure)
                    .hasMessageContaining(helper.id())
                    .hasMessageContaining("no-such-program")
                    .hasMessageContaining("executable file not found");
        }
    }

    private static ExecCommand sh(String script) {
        return ExecCommand.of("sh", "-c", script);
    }

    private static ExecResult exec(ExecCommand command) throws DockerException, InterruptedException {
        return DOCKER.exec(container, command, Duration.ofSeconds(60));
    }
}
