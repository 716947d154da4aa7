package io.slackwater.backrest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.health.TestClock;
import io.slackwater.journal.BackrestStore.Owned;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunIdentity;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.policy.Policy;
import io.slackwater.repository.StandInRepository;
import io.slackwater.run.Environments;
import io.slackwater.run.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which first backups Backrest repeats. */
class UncountedFirstBackupsTest {

    private static final String CACHE = Environments.CACHE.id();

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private Inventory inventory = Environments.inventory(Environments.CACHE);
    private Policy policy = Provisions.policy();
    private boolean taken = true;
    private Journal journal;
    private Runs runs;
    private ConfigServer backrest;
    private BackrestClient client;
    private UncountedFirstBackups uncounted;

    @BeforeEach
    void open() throws IOException {
        journal = Journal.open(directory.resolve("journal.db"), clock);
        journal.backrest().prints(Owned.PLAN, Map.of(CACHE, "print"));
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        client = backrest.client();
        runs = Environments.of(
                        directory,
                        new StandInDocker(),
                        Provisions.policy(),
                        journal,
                        clock,
                        inventory,
                        name -> new StandInRepository(name) {
                            @Override
                            public void check(String readDataSubset) {}
                        })
                .runs();
        uncounted = new UncountedFirstBackups(
                journal.runs(), journal.backrest(), () -> policy, dataset -> taken, runs, client);
    }

    @AfterEach
    void close() throws Exception {
        runs.close();
        journal.close();
        client.close();
        backrest.close();
    }

    private void succeeded(String id, EngineName engine) {
        succeeded(id, engine, Trigger.SCHEDULE);
    }

    private void succeeded(String id, EngineName engine, Trigger trigger) {
        succeeded(id, engine, trigger, 0);
    }

    private void succeeded(String id, EngineName engine, Trigger trigger, long hotBytes) {
        clock.advance(Duration.ofHours(1));
        RunRecord queued = RunRecord.queued(
                new RunIdentity(id, CACHE, "shop-cache", "redis", "system", "set-1", trigger, clock.instant()));
        RunRecord run = RunRecords.verifying(journal, queued, "repo-1", clock.instant())
                .by(engine)
                .storedInPasses(hotBytes, 0);
        RunRecord ended = RunRecords.in(run, RunState.SUCCEEDED, clock.instant(), "");
        journal.verdicts().verified(RunRecords.verdict(ended, clock.instant()), ended);
        clock.advance(Duration.ofHours(1));
    }

    /** The triggers of the dataset's runs, newest first, after one pass in sync. */
    private List<Trigger> triggers() throws InterruptedException {
        uncounted.inSync(inventory);
        await().until(runs::idle);
        return journal.runs().newest(CACHE, 10).stream().map(RunRecord::trigger).toList();
    }

    @Test
    void aFirstBackupOfTheEmbeddedEngineIsRepeatedOnceHoweverTheRepetitionEnds() throws Exception {
        succeeded("first", EngineName.EMBEDDED);
        assertThat(triggers()).containsExactly(Trigger.BACKREST, Trigger.SCHEDULE);
        assertThat(journal.runs().newest(CACHE, 1).getFirst().state())
                .as("the test has no container to read")
                .isEqualTo(RunState.FAILED);
        assertThat(triggers()).containsExactly(Trigger.BACKREST, Trigger.SCHEDULE);
    }

    @Test
    void backupsThatBackrestNeverMadeAreRepeatedHoweverManyThereAre() throws Exception {
        succeeded("first", EngineName.EMBEDDED);
        succeeded("by hand", EngineName.EMBEDDED);
        assertThat(triggers()).startsWith(Trigger.BACKREST).hasSize(3);
    }

    @Test
    void aRepetitionWithoutBackrestIsRepeatedOnceMore() throws Exception {
        succeeded("first", EngineName.EMBEDDED);
        succeeded("again", EngineName.EMBEDDED, Trigger.BACKREST);
        assertThat(triggers()).containsExactly(Trigger.BACKREST, Trigger.BACKREST, Trigger.SCHEDULE);
        succeeded("night", EngineName.EMBEDDED);
        assertThat(triggers()).as("two repetitions at most").hasSize(4);
    }

    @Test
    void aBackupInTwoPassesIsNotRepeatedBecauseBackrestCannotMakeIt() throws Exception {
        succeeded("first", EngineName.EMBEDDED, Trigger.DISCOVERED, 3_000_000_000L);
        assertThat(triggers()).containsExactly(Trigger.DISCOVERED);
        succeeded("night", EngineName.EMBEDDED);
        assertThat(triggers()).as("one pass was enough").startsWith(Trigger.BACKREST);
    }

    @Test
    void aDatasetWithABackupOfBackrestIsNotRepeated() throws Exception {
        succeeded("first", EngineName.BACKREST);
        succeeded("night", EngineName.EMBEDDED);
        assertThat(triggers()).hasSize(2);
    }

    @Test
    void aDatasetThatIsNoLongerNewIsNotRepeated() throws Exception {
        for (int night = 1; night <= 11; night++) {
            succeeded("night " + night, EngineName.EMBEDDED);
        }
        assertThat(triggers()).doesNotContain(Trigger.BACKREST);
    }

    @Test
    void aFirstBackupOfBackrestIsNotRepeated() throws Exception {
        succeeded("first", EngineName.BACKREST);
        assertThat(triggers()).hasSize(1);
    }

    @Test
    void aDatasetWithoutAVerifiedBackupIsNotRepeated() throws Exception {
        assertThat(triggers()).isEmpty();
        RunRecords.end(journal, "first", CACHE, clock.instant(), RunState.UNVERIFIED, "");
        assertThat(triggers()).hasSize(1);
    }

    @Test
    void aPlanThatDoesNotUseBackrestIsNotRepeated() throws Exception {
        succeeded("first", EngineName.EMBEDDED);
        taken = false;
        assertThat(triggers()).hasSize(1);
    }

    @Test
    void aDisabledPlanIsNotRepeated() throws Exception {
        succeeded("first", EngineName.EMBEDDED);
        policy = Provisions.policy("my-stack", "", "plans: { system: { enabled: false } }");
        assertThat(triggers()).hasSize(1);
    }

    @Test
    void aStoppedContainerIsNotRepeated() throws Exception {
        succeeded("first", EngineName.EMBEDDED);
        Workload running = inventory.workloads().getFirst();
        Container stopped = ContainerBuilder.service("shop", "cache")
                .state(Container.State.EXITED)
                .build();
        inventory = new Inventory(
                clock.instant(),
                List.of(new Workload(
                        running.id(),
                        stopped,
                        running.kind(),
                        running.plan(),
                        running.freezeMax(),
                        running.signIn(),
                        running.labels(),
                        running.datasets(),
                        running.because())),
                List.of());
        assertThat(triggers()).hasSize(1);
    }

    @Test
    void aDatasetWithoutItsPlanInBackrestIsRepeatedOnceThePlanIsThere() throws Exception {
        succeeded("first", EngineName.EMBEDDED);
        journal.backrest().prints(Owned.PLAN, Map.of());
        assertThat(triggers()).hasSize(1);
        journal.backrest().prints(Owned.PLAN, Map.of(CACHE, "print"));
        assertThat(triggers()).hasSize(2);
    }

    @Test
    void aBackupIsRepeatedOnceBackrestIsIdleAndAnswers() throws Exception {
        succeeded("first", EngineName.EMBEDDED);
        var busy = backrest.backup("home", "STATUS_INPROGRESS", clock.instant());
        assertThat(triggers()).hasSize(1);
        backrest.finish(busy);
        backrest.fault = method -> 503;
        assertThat(triggers()).hasSize(1);
        backrest.fault = method -> 0;
        assertThat(triggers()).hasSize(2);
    }
}
