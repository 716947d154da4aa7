package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.TestJournal;
import io.slackwater.run.Environments;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The start on a Docker without containers. */
@Timeout(60)
class StartupTest {

    private static final Logger LOG = Logger.getLogger(StartupTest.class);
    private static final String NONE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]";

    @TempDir
    private Path directory;

    private final AtomicInteger listed = new AtomicInteger();

    private ServerSocketChannel daemon() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(directory.resolve("docker.sock")));
    }

    private AppHarness harness() throws IOException {
        for (String name : List.of("critical", "models", "system")) {
            Files.createDirectories(directory.resolve("repos").resolve(name));
        }
        return new AppHarness(directory, "shop", "", UnaryOperator.identity(), directory.resolve("docker.sock"));
    }

    private void answer(ServerSocketChannel daemon) {
        while (daemon.isOpen()) {
            try (SocketChannel client = daemon.accept()) {
                ByteBuffer request = ByteBuffer.allocate(4096);
                client.read(request);
                if (new String(request.array(), StandardCharsets.UTF_8).startsWith("GET /containers/json")) {
                    listed.incrementAndGet();
                    client.write(ByteBuffer.wrap(NONE.getBytes(StandardCharsets.UTF_8)));
                }
            } catch (IOException e) {
                LOG.debug("a connection was closed", e);
            }
        }
    }

    @Test
    void slackwaterIsReadyWhenTheHealthOfTheDatasetsIsKnown() throws Exception {
        try (ServerSocketChannel daemon = daemon();
                AppHarness harness = harness()) {
            Thread.ofVirtual().start(() -> answer(daemon));
            Startup startup = harness.app.startup();
            startup.start(new StartupEvent());
            // The first beat fails, because the daemon answers no survey.
            await().until(() -> harness.app.beat.problem().isPresent());
            harness.app.beat.awaitEnd();
            ReadyCheck ready = new ReadyCheck(
                    harness.app.journal(), new StandInDocker(), harness.app.endpoints, startup, harness.app.beat);
            harness.app
                    .board()
                    .put(new Inventory(
                            harness.app.clock().instant(),
                            Environments.inventory(Environments.CACHE).workloads(),
                            List.of()));
            assertThat(ready.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);

            harness.watch.surveyed();

            assertThat(ready.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
            assertThat(harness.app.health.latest())
                    .extracting(DatasetHealth::dataset)
                    .containsExactly(Environments.CACHE.id());
            startup.stop(new ShutdownEvent());
        }
    }

    @Test
    void aStartThatCannotWriteTheJournalIsRepeated() throws Exception {
        try (ServerSocketChannel daemon = daemon();
                AppHarness harness = harness()) {
            Thread.ofVirtual().start(() -> answer(daemon));
            harness.app.journal().runs().queued(RunRecords.queued("r1", Environments.CACHE.id(), RunRecords.T0));
            Path journal = directory.resolve("data").resolve("journal.db");
            TestJournal.execute(
                    journal, "CREATE TRIGGER full BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'full'); END");
            Startup startup = harness.app.startup();
            startup.start(new StartupEvent());
            await().until(() -> listed.get() > 1);
            assertThat(startup.settled()).isFalse();

            TestJournal.execute(journal, "DROP TRIGGER full");
            await().until(startup::settled);
            startup.stop(new ShutdownEvent());
        }
    }
}
