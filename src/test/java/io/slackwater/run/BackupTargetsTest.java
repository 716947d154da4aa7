package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.docker.EngineDocker;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.StandInRepository;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The only attempt of a run, whose lookup of the container Docker does not answer. */
@Timeout(60)
class BackupTargetsTest {

    @TempDir
    Path directory;

    private ServerSocketChannel daemon;
    private Journal journal;
    private Runs runs;

    @BeforeEach
    void open() throws Exception {
        Path socket = directory.resolve("docker.sock");
        daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Clock clock = Clock.systemUTC();
        Policy policy = PolicyFile.load(
                Files.writeString(directory.resolve("policy.yml"), "instance: it-stack\nlimits: { attempts: 1 }"));
        journal = Journal.open(directory.resolve("journal.db"), clock);
        runs = Environments.of(
                        directory,
                        new EngineDocker(socket, () -> "it-stack", () -> "image"),
                        policy,
                        journal,
                        clock,
                        Environments.inventory(Environments.CACHE),
                        StandInRepository::new)
                .runs();
    }

    @AfterEach
    void close() throws Exception {
        runs.close();
        journal.close();
        daemon.close();
    }

    @Test
    void aRunCancelledDuringTheLookupEndsAsCancelled() throws Exception {
        String run = runs.submit(List.of(Environments.CACHE), Trigger.API).getFirst();
        try (SocketChannel asked = daemon.accept()) {
            assertThat(asked.isConnected()).isTrue();
            runs.cancel(run);
            await().until(() -> journal.runs().find(run).orElseThrow().state().ended());
        }
        assertThat(journal.runs().find(run).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void aRunInTheLookupIsLeftOpenAtShutdown() throws Exception {
        String run = runs.submit(List.of(Environments.CACHE), Trigger.API).getFirst();
        try (SocketChannel asked = daemon.accept()) {
            assertThat(asked.isConnected()).isTrue();
            runs.close();
        }
        assertThat(journal.runs().find(run).orElseThrow().state().ended()).isFalse();
    }
}
