package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Docker;
import io.slackwater.docker.EngineDocker;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Poison;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.Repository;
import io.slackwater.repository.StandInRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunsCloseTest {

    @TempDir
    Path directory;

    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * A repository that keeps a batch's retention busy. After an interrupt it needs a moment to end, as restic does.
     */
    private Repository busy(Journal journal) {
        return new StandInRepository("busy") {
            @Override
            public String open() throws InterruptedException {
                closing.countDown();
                try {
                    boolean never = new CountDownLatch(1).await(1, TimeUnit.HOURS);
                    throw new IllegalStateException("nobody interrupted it: " + never);
                } catch (InterruptedException e) {
                    boolean never = new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
                    journal.datasets().named("closing", "ended in order " + never);
                    throw e;
                }
            }
        };
    }

    private static final Dataset CACHE = Environments.CACHE;

    static Dataset files() {
        return new Dataset(
                "shop.files.srv-data",
                new WorkloadId("shop", "files"),
                "data",
                new Source.Tree(new Kind("volume"), Path.of("/srv/data"), "/data", List.of()),
                Method.HOT,
                "critical",
                List.of());
    }

    @Test
    void closingWaitsUntilABatchHasReleasedTheJournal() throws Exception {
        Files.writeString(directory.resolve("policy.yml"), "instance: it-stack\nlimits: { attempts: 1 }");
        Policy policy = PolicyFile.load(directory.resolve("policy.yml"));
        Clock clock = Clock.systemUTC();
        Dataset files = files();
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            EngineDocker docker = new EngineDocker(directory.resolve("docker.sock"), () -> "it-stack", () -> "image");
            Runs runs = environment(docker, policy, journal, clock).runs();

            String run = runs.submit(List.of(files), Trigger.API).getFirst();
            assertThat(closing.await(20, TimeUnit.SECONDS))
                    .as("the batch is being closed")
                    .isTrue();
            assertThat(runs.idle()).isFalse();
            // Its workload is not in the inventory.
            assertThat(journal.runs().find(run).orElseThrow().state()).isEqualTo(RunState.FAILED);

            runs.close();

            assertThat(journal.datasets().name("closing")).contains("ended in order false");
            await().until(runs::idle);
        }
    }

    @Test
    void aRunInterruptedByShutdownIsRepeatedAtTheNextStart() throws Exception {
        Files.writeString(directory.resolve("policy.yml"), "instance: it-stack\nlimits: { attempts: 1 }");
        Policy policy = PolicyFile.load(directory.resolve("policy.yml"));
        Clock clock = Clock.systemUTC();
        Dataset files = files();
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            EngineDocker docker = new EngineDocker(directory.resolve("docker.sock"), () -> "it-stack", () -> "image");
            Runs runs = environment(docker, policy, journal, clock).runs();
            // The leftover of an earlier run is cured first, in the repository that keeps it busy.
            journal.poison().add(new Poison("1234", files.id(), "earlier", Optional.empty()));
            String run = runs.submit(List.of(files), Trigger.SCHEDULE).getFirst();
            assertThat(closing.await(20, TimeUnit.SECONDS)).as("it is at work").isTrue();

            runs.close();
            assertThat(journal.runs().find(run).orElseThrow().state().ended()).isFalse();

            assertThat(new InterruptedRuns(journal.runs(), journal.poison(), clock)
                            .settle(any -> Optional.of(Duration.ZERO)))
                    .containsExactly(files.id());
            assertThat(journal.runs().find(run).orElseThrow().state()).isEqualTo(RunState.FAILED);
            assertThat(journal.runs().find(run).orElseThrow().message())
                    .contains("Slackwater was restarted", "backed up again at once");
        }
    }

    @Test
    void anIdleRepositoryIsInspectedOnTimeWhileAnotherIsBusy() throws Exception {
        Files.writeString(directory.resolve("policy.yml"), "instance: it-stack\nlimits: { attempts: 1 }");
        Policy policy = PolicyFile.load(directory.resolve("policy.yml"));
        Clock clock = Clock.systemUTC();
        Dataset files = files();
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            EngineDocker docker = new EngineDocker(directory.resolve("docker.sock"), () -> "it-stack", () -> "image");
            RunRecords.succeed(journal, "r1", CACHE.id(), clock.instant().minus(Duration.ofDays(1)));
            Repository busy = busy(journal);
            Environments.Rooms rooms = environment(
                    docker,
                    policy,
                    journal,
                    clock,
                    Environments.inventory(CACHE),
                    name -> name.equals("system") ? empty() : busy);
            Runs runs = rooms.runs();
            journal.poison().add(new Poison("1234", files.id(), "earlier", Optional.empty()));
            runs.submit(List.of(files), Trigger.SCHEDULE);
            assertThat(closing.await(20, TimeUnit.SECONDS)).as("it is at work").isTrue();

            rooms.looks().look();

            await().untilAsserted(() -> assertThat(journal.verdicts().of(CACHE.id()))
                    .as("somebody forgot it")
                    .isEmpty());
            assertThat(runs.idle()).isFalse();
            runs.close();
        }
    }

    /** A repository in which another program forgot all snapshots. */
    private Repository empty() {
        return new StandInRepository("system");
    }

    private Environments.Rooms environment(Docker docker, Policy policy, Journal journal, Clock clock) {
        Repository busy = busy(journal);
        return environment(
                docker, policy, journal, clock, new Inventory(Instant.EPOCH, List.of(), List.of()), name -> busy);
    }

    private Environments.Rooms environment(
            Docker docker,
            Policy policy,
            Journal journal,
            Clock clock,
            Inventory inventory,
            Function<String, Repository> repositories) {
        return Environments.of(directory, docker, policy, journal, clock, inventory, repositories);
    }
}
