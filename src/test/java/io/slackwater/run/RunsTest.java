package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.Poison;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.TestJournal;
import io.slackwater.journal.Trigger;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.StandInRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of datasets whose workload is not in the inventory, so that each run ends soon. One run works at a time. */
@Timeout(60)
class RunsTest {

    private static final Dataset CACHE = Environments.CACHE;
    private static final Dataset FILES = Environments.FILES;

    @TempDir
    Path directory;

    /** The repository answers when this is zero: a run with a leftover works until then. */
    private final CountDownLatch answer = new CountDownLatch(1);

    /** Zero as soon as a run asks the repository: that run has a slot. */
    private final CountDownLatch asked = new CountDownLatch(1);

    private Optional<Error> broken = Optional.empty();
    private Journal journal;
    private Runs runs;

    @BeforeEach
    void open() throws Exception {
        Clock clock = Clock.systemUTC();
        Policy policy = PolicyFile.load(Files.writeString(
                directory.resolve("policy.yml"), "instance: it-stack\nlimits: { attempts: 1, concurrentRuns: 1 }"));
        journal = Journal.open(directory.resolve("journal.db"), clock);

        runs = Environments.of(
                        directory,
                        Environments.docker(),
                        policy,
                        journal,
                        clock,
                        new Inventory(Instant.EPOCH, List.of(), List.of()),
                        name -> new StandInRepository(name) {
                            @Override
                            public String open() throws InterruptedException {
                                asked.countDown();
                                assertThat(answer.await(30, TimeUnit.SECONDS)).isTrue();
                                broken.ifPresent(error -> {
                                    throw error;
                                });
                                return "repo-1";
                            }

                            @Override
                            public void check(String subset) {}
                        })
                .runs();
    }

    @AfterEach
    void close() throws Exception {
        answer.countDown();
        runs.close();

        journal.close();
    }

    /** A run of the cache that works until {@link #answer}. */
    private String working() throws InterruptedException {
        journal.poison().add(new Poison("repo-1", CACHE.id(), "earlier", Optional.empty()));
        String run = runs.submit(List.of(CACHE), Trigger.API).getFirst();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        return run;
    }

    @Test
    void aSubmissionWhileARunReportsItsEndStartsAnotherRun() throws Exception {
        answer.countDown();
        CountDownLatch reporting = new CountDownLatch(1);
        CountDownLatch reported = new CountDownLatch(1);
        runs.listen(new RunEvents() {
            @Override
            public void ended(RunRecord run, Outcome outcome) {
                reporting.countDown();
                try {
                    assertThat(reported.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        String first = runs.submit(List.of(CACHE), Trigger.API).getFirst();
        assertThat(reporting.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(journal.runs().find(first).orElseThrow().state())
                .as("its end is journaled, but not all receivers have it")
                .isEqualTo(RunState.FAILED);
        String second = runs.submit(List.of(CACHE), Trigger.API).getFirst();
        assertThat(second).isNotEqualTo(first);
        reported.countDown();
        await().until(runs::idle);
        assertThat(journal.runs().find(second).orElseThrow().state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void theLogOfARunHasTheRunInItsFields() {
        answer.countDown();
        Map<String, Object> fields = new ConcurrentHashMap<>();
        runs.listen(new RunEvents() {
            @Override
            public void ended(RunRecord run, Outcome outcome) {
                fields.putAll(MDC.getMap());
            }
        });
        String run = runs.submit(List.of(CACHE), Trigger.API).getFirst();
        await().until(runs::idle);
        assertThat(fields)
                .containsEntry("run", run)
                .containsEntry("dataset", CACHE.id())
                .containsEntry("workload", CACHE.workload().value());
        assertThat(MDC.getMap()).as("other threads").doesNotContainKey("run");
    }

    @Test
    void aDatasetWithAnOpenRunGetsTheIdOfThatRun() throws Exception {
        String open = working();
        assertThat(runs.submit(List.of(CACHE), Trigger.SCHEDULE)).containsExactly(open);
        assertThat(runs.running(CACHE.id())).isTrue();
        assertThat(runs.open()).extracting(RunRecord::id).containsExactly(open);
        assertThat(runs.find(open)).map(RunRecord::dataset).contains(CACHE.id());
        assertThat(runs.bytesDone(open)).hasValue(0L);
        assertThat(runs.bytesDone("unknown")).isEmpty();
        assertThat(runs.find("unknown")).isEmpty();
    }

    @Test
    void aRunQueuedBeforeAJournalFailureEndsAndItsDatasetIsBackedUpAgain() {
        answer.countDown();
        TestJournal.execute(
                directory.resolve("journal.db"),
                "CREATE TRIGGER full BEFORE INSERT ON run WHEN NEW.dataset = '" + FILES.id()
                        + "' BEGIN SELECT RAISE(ABORT, 'full'); END");
        List<Dataset> three = List.of(CACHE, FILES, RunsCloseTest.files());
        assertThatThrownBy(() -> runs.submit(three, Trigger.SCHEDULE)).isInstanceOf(JournalException.class);
        await().until(runs::idle);
        assertThat(journal.runs().newest(CACHE.id(), 1))
                .singleElement()
                .extracting(RunRecord::state)
                .isEqualTo(RunState.FAILED);

        TestJournal.execute(directory.resolve("journal.db"), "DROP TRIGGER full");
        assertThat(runs.submit(three, Trigger.SCHEDULE)).hasSize(3);
        await().until(runs::idle);
        assertThat(journal.runs().newest(CACHE.id(), 3)).hasSize(2);
    }

    @Test
    void aDatasetIsFreeAfterAListenerFailsAtTheEndOfItsRun() {
        answer.countDown();
        runs.listen(new RunEvents() {
            @Override
            public void ended(RunRecord run, Outcome outcome) {
                throw new LinkageError("a test");
            }
        });
        runs.submit(List.of(CACHE), Trigger.API);
        await().until(runs::idle);
        assertThat(runs.running(CACHE.id())).isFalse();
    }

    @Test
    void anImmediateStartIsRefusedWhileTheDatasetOrTheSlotIsBusy() throws Exception {
        String open = working();
        assertThat(runs.startNow(CACHE, Trigger.BACKREST, new RunEvents() {}))
                .isInstanceOfSatisfying(
                        Start.Busy.class,
                        busy -> assertThat(busy.reason()).contains("run " + open, "of dataset " + CACHE.id()));
        assertThat(runs.startNow(FILES, Trigger.BACKREST, new RunEvents() {}))
                .isInstanceOfSatisfying(
                        Start.Busy.class, busy -> assertThat(busy.reason()).contains("limits.concurrentRuns"));
        runs.concurrentRuns(2);
        assertThat(runs.startNow(FILES, Trigger.BACKREST, new RunEvents() {})).isInstanceOf(Start.Begun.class);
        answer.countDown();
        await().until(runs::idle);
        runs.close();
        assertThat(runs.startNow(FILES, Trigger.BACKREST, new RunEvents() {}))
                .isEqualTo(new Start.Busy("Slackwater is shutting down"));
    }

    @Test
    void anImmediateStartGetsTheEventsOfItsRun() {
        answer.countDown();
        List<RunState> ended = new java.util.concurrent.CopyOnWriteArrayList<>();
        Start start = runs.startNow(CACHE, Trigger.BACKREST, new RunEvents() {
            @Override
            public void ended(RunRecord run, Outcome outcome) {
                ended.add(outcome.state());
            }
        });
        assertThat(start).isInstanceOf(Start.Begun.class);
        await().until(runs::idle);
        assertThat(ended).containsExactly(RunState.FAILED);
    }

    @Test
    void aCancelledRunEndsAsCancelledAndItsBatchIsClosed() throws Exception {
        String open = working();
        assertThat(runs.cancel(open)).isTrue();
        await().until(() -> journal.runs().find(open).orElseThrow().state().ended());
        RunRecord run = journal.runs().find(open).orElseThrow();
        assertThat(run.state()).isEqualTo(RunState.CANCELLED);
        assertThat(run.cause()).isEqualTo(EndCause.CANCELLED);
        answer.countDown();
        await().until(runs::idle);
        assertThat(runs.cancel(open)).isFalse();
        assertThat(runs.bytesDone(open)).isEmpty();
    }

    @Test
    void aRunThatMeetsAnErrorOfTheJvmEndsAndItsDatasetIsBackedUpAgain() throws Exception {
        broken = Optional.of(new LinkageError("a test"));
        String first = working();
        answer.countDown();
        await().until(runs::idle);
        RunRecord run = journal.runs().find(first).orElseThrow();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.cause()).isEqualTo(EndCause.INTERNAL);

        broken = Optional.empty();
        assertThat(runs.submit(List.of(CACHE), Trigger.RETRY).getFirst()).isNotEqualTo(first);
        await().until(runs::idle);
    }
}
