package io.slackwater.backrest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.DryRuns;
import io.slackwater.backrest.engine.CallbackSession;
import io.slackwater.backrest.engine.PendingCallbacks;
import io.slackwater.backrest.reconcile.BackrestSubject;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.LastFreeze;
import io.slackwater.journal.Poison;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.Trigger;
import io.slackwater.repository.StandInRepository;
import io.slackwater.run.Environments;
import io.slackwater.run.FreezeEstimate;
import io.slackwater.run.Runs;
import io.slackwater.stream.CallbackHandler.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backrest's hooks and streams, from the call to the answer. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class BackrestCallbacksTest {

    private static final Dataset FILES = Environments.FILES;
    private static final Dataset CACHE = Environments.CACHE;
    private static final Duration LONG = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final PendingCallbacks calls = new PendingCallbacks(List::of);
    private final InventoryBoard board = new InventoryBoard();
    private final Inventory inventory =
            new Inventory(clock.instant(), Environments.inventory(FILES, CACHE).workloads(), List.of());
    private Optional<Conflict> conflict = Optional.empty();
    private Journal journal;
    private Runs runs;
    private ConfigServer backrest;
    private BackrestClient client;
    private BackrestCallbacks callbacks;

    @BeforeEach
    void open() throws IOException {
        journal = Journal.open(directory.resolve("journal.db"), clock);
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
        callbacks = new BackrestCallbacks(
                calls,
                new BackupNow(
                        calls,
                        runs,
                        new BackupNowRules(
                                new FreezeEstimate(journal.verdicts(), journal.datasets()),
                                journal.poison(),
                                board::get)),
                board,
                new StreamHeader(directory.resolve("header"), (file, why) -> {}),
                dataset -> conflict,
                new DryRuns(client));
        board.put(inventory);
    }

    @AfterEach
    void close() throws Exception {
        runs.close();
        await().until(runs::idle);
        journal.close();
        client.close();
        backrest.close();
    }

    private static void assertRefused(Answer answer, int status, String... reasons) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(reasons);
    }

    private List<RunRecord> runsOf(Dataset dataset) {
        return journal.runs().newest(dataset.id(), 10);
    }

    /** Answers the next call of the dataset as its run does. */
    private CallbackSession expected(Dataset dataset) {
        return calls.arrive(dataset.id()).orElseThrow();
    }

    @Test
    void onlyTheTokenOfTheHeaderFileIsKnown() throws IOException {
        String line = Files.readString(directory.resolve("header")).strip();
        assertThat(callbacks.knows(line.substring("Authorization: ".length()))).isTrue();
        assertThat(callbacks.knows("Bearer wrong")).isFalse();
    }

    @Test
    void anUnknownDatasetIsRefusedAndAsksToWaitBeforeTheFirstSurvey() throws Exception {
        assertRefused(callbacks.stream("shop.db.gone"), 404, "no dataset shop.db.gone");
        assertRefused(callbacks.hook("shop.db.gone", "start"), 404, "no dataset shop.db.gone");
        board.put(new Inventory(Instant.EPOCH, List.of(), List.of()));
        assertRefused(callbacks.stream("shop.db.gone"), 503, "just started");
    }

    @Test
    void aTreeIsNoStreamAndAStreamIsNoTree() throws Exception {
        assertRefused(callbacks.stream(FILES.id()), 404, "a directory, not a dump");
        assertRefused(callbacks.hook(CACHE.id(), "start"), 404, "a dump, not a directory");
    }

    @Test
    void aConflictRefusesTheCallWithItsRemedyAndStartsNoRun() throws Exception {
        conflict = Optional.of(
                new Conflict(BackrestSubject.repository("system"), "It is another repository.", "Rename one."));
        assertRefused(callbacks.hook(FILES.id(), "start"), 409, "It is another repository. Rename one.");
        assertThat(runsOf(FILES)).isEmpty();
    }

    @Test
    void anExpectedCallWaitsForTheAnswerOfItsRun() throws Exception {
        CallbackSession session = expected(CACHE);
        session.close();
        assertRefused(callbacks.hook(CACHE.id(), "end"), 200, "done");
        CallbackSession open = expected(CACHE);
        FutureTask<Answer> call = new FutureTask<>(() -> callbacks.stream(CACHE.id()));
        Thread caller = Thread.ofPlatform().start(call);
        await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
        open.close();
        assertRefused(call.get(), 409, "no run of dataset " + CACHE.id());
    }

    @Test
    void theEndOfADatasetWithoutASessionIsNoted() throws Exception {
        assertRefused(callbacks.hook(FILES.id(), "end"), 200, "done");
    }

    @Test
    void resticReadsATreeOnlyAfterTheAnswerOfItsRun() throws Exception {
        assertRefused(callbacks.hook(FILES.id(), "ready"), 409, "no run of dataset " + FILES.id(), " [");
        CallbackSession session = expected(FILES);
        FutureTask<Answer> call = new FutureTask<>(() -> callbacks.hook(FILES.id(), "ready"));
        Thread caller = Thread.ofPlatform().start(call);
        await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
        session.close("the container cannot be paused");
        assertRefused(call.get(), 409, "the container cannot be paused [");
    }

    @Test
    void aDryRunOfATreeReadsTheFilesAndOneOfAStreamIsRefused() throws Exception {
        for (Dataset dataset : List.of(FILES, CACHE)) {
            backrest.backup(dataset.id(), "STATUS_INPROGRESS", clock.instant());
            backrest.change(operation -> operation.withObject("operationBackup").put("dryRun", true));
        }
        assertRefused(callbacks.hook(FILES.id(), "start"), 200, "This is a dry run");
        assertRefused(callbacks.hook(FILES.id(), "ready"), 200, "# ready");
        assertRefused(callbacks.hook(CACHE.id(), DryRuns.EVENT), DryRuns.REFUSED, "refuses the dry run");
        assertThat(runsOf(FILES)).isEmpty();
        backrest.change(operation -> operation.put("status", "STATUS_SUCCESS"));
        assertRefused(callbacks.hook(CACHE.id(), DryRuns.EVENT), 200, "ready");
    }

    @Test
    void backupNowBeginsARunAndItsFailureIsTheAnswer() throws Exception {
        assertRefused(callbacks.stream(CACHE.id()), 409, "");
        assertThat(runsOf(CACHE)).singleElement().satisfies(run -> {
            assertThat(run.trigger()).isEqualTo(Trigger.BACKREST);
        });
        await().until(() -> calls.find(CACHE.id()).isEmpty());
    }

    @Test
    void backupNowOfAPoisonedDatasetIsRefusedAndSlackwaterMakesTheBackup() throws Exception {
        journal.poison().add(new Poison("repo-1", FILES.id(), "r0", Optional.empty()));
        assertRefused(
                callbacks.hook(FILES.id(), "start"), 409, "failed run must be removed first", "was started instead");
        assertThat(runsOf(FILES)).hasSize(1);
    }

    @Test
    void backupNowAfterAFreezeThatReachedItsLimitTwiceStartsNoRun() throws Exception {
        journal.datasets().froze(FILES.id(), new LastFreeze(Duration.ofMinutes(2), true, Optional.empty()));
        assertRefused(callbacks.hook(FILES.id(), "start"), 409, "would freeze too long", "No run is started");
        assertThat(runsOf(FILES)).isEmpty();
    }

    @Test
    void backupNowDuringAShutdownIsRefused() throws Exception {
        runs.close();
        assertRefused(callbacks.stream(CACHE.id()), 409, "shutting down");
        assertThat(calls.find(CACHE.id())).isEmpty();
    }
}
