package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.StreamCheck;
import io.slackwater.journal.EndCause;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.ChangedFiles;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StandInRepository;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.stream.DumpSource;
import io.slackwater.stream.OfferedDumps;
import io.slackwater.stream.StreamServer;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dump that a reader fetches over HTTP, as restic's curl does, and a repository that returns bytes. */
@Timeout(60)
class StreamPassTest {

    private static final StoredSnapshot STORED = new StoredSnapshot("snap-1", 5, 5, ChangedFiles.NONE);

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final OfferedDumps dumps = new OfferedDumps();
    private final StreamServer server =
            new StreamServer(vertx, dumps, "secret", () -> Duration.ofSeconds(10), Optional.empty());
    private int port;
    private String dump = "hello";
    private String stored = "hello";
    private Optional<CaptureException> refusal = Optional.empty();
    private Optional<CaptureException> broken = Optional.empty();
    private Optional<CaptureException> parseError = Optional.empty();
    private boolean checkStops;
    private Optional<CountDownLatch> opening = Optional.empty();
    private CountDownLatch checkStart = new CountDownLatch(0);
    private final ByteArrayOutputStream checked = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        port = server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private final Repository repository = new StandInRepository("system") {
        @Override
        public void dump(String snapshot, String path, OutputStream sink) throws IOException {
            assertThat(path).isEqualTo("/cache.rdb");
            sink.write(stored.getBytes(StandardCharsets.UTF_8));
        }
    };

    private final StreamCapture capture = new StreamCapture() {
        @Override
        public DumpSource open(CaptureRequest request) throws CaptureException {
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            if (opening.isPresent()) {
                opening.get().countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new CaptureException("Cannot inspect container db: interrupted", EndCause.SOURCE, e);
                }
            }
            ByteArrayInputStream bytes = new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8));
            return new DumpSource() {
                @Override
                public int read(byte[] into, int offset, int length) {
                    return bytes.read(into, offset, length);
                }

                @Override
                public void finish() throws IOException {
                    if (broken.isPresent()) {
                        throw broken.get();
                    }
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public StreamCheck check(CaptureRequest request) throws InterruptedException {
            checkStart.await();
            return new StreamCheck() {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (checkStops) {
                        throw new IOException("the tool is gone");
                    }
                    checked.write(bytes, offset, length);
                }

                @Override
                public void complete() throws CaptureException {
                    if (parseError.isPresent()) {
                        throw parseError.get();
                    }
                }

                @Override
                public List<String> notes() {
                    return List.of("it has no keys");
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void sweep(CaptureRequest request) {}

        @Override
        public Map<String, String> facts(CaptureRequest request) {
            return Map.of("version", "8");
        }
    };

    private StreamPass pass() throws Exception {
        var policy = PolicyFile.load(Files.writeString(directory.resolve("policy.yml"), "instance: it-stack"));
        BackupTarget target = new BackupTarget(
                Environments.CACHE,
                Environments.inventory(Environments.CACHE)
                        .workload(Environments.CACHE.workload())
                        .orElseThrow(),
                Objects.requireNonNull(policy.plans().get("system")),
                repository,
                "repo-1",
                policy.limits());
        return new StreamPass(
                capture,
                target,
                new StoreRequest.Stream(
                        Environments.CACHE.id(),
                        "r1",
                        "cache.rdb",
                        URI.create("http://x"),
                        directory.resolve("header")),
                dumps);
    }

    /** Reads the dump to its end, or to its break. */
    private void read() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:%d/internal/streams/%s".formatted(port, Environments.CACHE.id())))
                            .header("Authorization", "Bearer secret")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            assertThat(broken.isPresent() || refusal.isPresent())
                    .as("a cut stream")
                    .isTrue();
        }
    }

    @Test
    void aDumpThatIsReadBackUnchangedIsProven() throws Exception {
        StreamPass pass = pass();
        assertThat(pass.needsFreeze()).isFalse();
        pass.open();
        read();
        pass.close();
        assertThat(pass.content(STORED).bytes()).isEqualTo(5);
        Pass.Proof proof = pass.verify(STORED);
        assertThat(proof).isEqualTo(new Pass.Proof("cache.rdb", "rdb", Map.of("version", "8"), "It has no keys."));
        assertThat(checked.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
    }

    @Test
    void otherBytesFromTheRepositoryFailAlsoWhenTheCheckStopped() throws Exception {
        stored = "jello";
        checkStops = true;
        StreamPass pass = pass();
        pass.open();
        read();
        pass.close();
        assertThatThrownBy(() -> pass.verify(STORED))
                .isInstanceOfSatisfying(
                        Failed.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.REPOSITORY))
                .hasMessageContaining("returns other bytes for snapshot snap-1");
    }

    @Test
    void aCheckThatStopsLeavesTheSnapshotUnverifiedAndAParseErrorIsAFailure() throws Exception {
        checkStops = true;
        StreamPass pass = pass();
        pass.open();
        read();
        pass.close();
        assertThatThrownBy(() -> pass.verify(STORED))
                .isInstanceOf(Unverified.class)
                .hasMessageContaining("the tool is gone");

        checkStops = false;
        parseError = Optional.of(new CaptureException("not an RDB file", EndCause.NOT_WHOLE));
        assertThatThrownBy(() -> pass.verify(STORED)).isInstanceOfSatisfying(CaptureException.class, e -> {
            assertThat(BackupRun.notVerified(e)).isInstanceOf(Failed.class);
            assertThat(BackupRun.notVerified(e).endCause()).isEqualTo(EndCause.NOT_WHOLE);
        });
        assertThat(BackupRun.notVerified(new CaptureException("the container is away", EndCause.SOURCE)))
                .isInstanceOfSatisfying(
                        Unverified.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_CHECKED));
    }

    @Test
    void anEmptyDumpAShorterSnapshotAndAnUnreadDumpFail() throws Exception {
        StreamPass unread = pass();
        unread.open();
        unread.close();
        assertThatThrownBy(() -> unread.content(STORED)).hasMessageContaining("was not read to its end");

        StreamPass shorter = pass();
        shorter.open();
        read();
        shorter.close();
        assertThatThrownBy(() -> shorter.content(new StoredSnapshot("snap-1", 3, 3, ChangedFiles.NONE)))
                .hasMessage("restic stored 3 bytes, but 5 were sent");

        dump = "";
        StreamPass empty = pass();
        empty.open();
        read();
        empty.close();
        assertThatThrownBy(() -> empty.content(new StoredSnapshot("snap-1", 0, 0, ChangedFiles.NONE)))
                .hasMessage("the dump of rdb is empty; see the log of its container");
        assertThat(empty.failure(new RepositoryException(Failure.INCOMPLETE, "no data read")))
                .hasMessage("the dump of rdb is empty; see the log of its container")
                .satisfies(failed -> assertThat(failed.endCause()).isEqualTo(EndCause.SOURCE_INVALID));
    }

    @Test
    void theErrorOfTheDumpIsTheReasonOfAFailedStore() throws Exception {
        broken = Optional.of(new CaptureException("the server ended the transfer", EndCause.SOURCE));
        StreamPass pass = pass();
        pass.open();
        read();
        pass.close();
        assertThat(pass.refused()).isFalse();
        Failed failed = pass.failure(new RepositoryException(Failure.SOURCE, "curl failed"));
        assertThat(failed).hasMessageContaining("the server ended the transfer").hasMessageContaining("[curl failed]");
        assertThat(failed.endCause()).isEqualTo(EndCause.SOURCE);
        assertThat(pass.failure(new RepositoryException(Failure.DISK_FULL, "no space left"))
                        .endCause())
                .as("a full disk ends the dump too")
                .isEqualTo(EndCause.REPOSITORY_UNAVAILABLE);
    }

    @Test
    void aDumpThatCannotBeOpenedIsARefusal() throws Exception {
        refusal = Optional.of(new CaptureException("the server refuses the password", EndCause.SOURCE_INVALID));
        StreamPass pass = pass();
        pass.open();
        read();
        pass.close();
        assertThat(pass.refused()).isTrue();
        Failed failed = pass.failure(new RepositoryException(Failure.SOURCE, "curl failed"));
        assertThat(failed).hasMessage("the server refuses the password");
        assertThat(failed.endCause()).isEqualTo(EndCause.SOURCE_INVALID);
    }

    @Test
    void theErrorOfResticIsTheReasonWhenTheDumpIsClosedWhileItIsOpened() throws Exception {
        opening = Optional.of(new CountDownLatch(1));
        StreamPass pass = pass();
        pass.open();
        opening.get().await();
        pass.close();
        assertThat(pass.refused()).isFalse();
        assertThat(pass.failure(new RepositoryException(Failure.LOCKED, "the repository is locked")))
                .hasMessage("the repository is locked")
                .satisfies(failed -> assertThat(failed.endCause()).isEqualTo(EndCause.REPOSITORY));
    }

    @Test
    void theReadBackWaitsForTheCheck() throws Exception {
        checkStart = new CountDownLatch(1);
        StreamPass pass = pass();
        pass.open();
        read();
        pass.close();
        FutureTask<Pass.Proof> verified = new FutureTask<>(() -> pass.verify(STORED));
        Thread verifying = Thread.ofPlatform().start(verified);
        assertThat(verifying.join(Duration.ofMillis(50))).isFalse();
        checkStart.countDown();
        assertThat(verified.get().notes()).isEqualTo("It has no keys.");
        assertThat(checked.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
    }
}
