package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.reconcile.BackrestConflicts;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.discovery.Inventory;
import io.slackwater.health.TestClock;
import io.slackwater.journal.TestJournal;
import io.slackwater.policy.Policy;
import io.slackwater.repository.ChangedFiles;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Gate;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StandInRepository;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Unclaimed;
import io.slackwater.repository.Window;
import io.slackwater.run.Environments;
import io.slackwater.stream.OfferedDumps;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Backups that Backrest makes, from the call of the run to the stored snapshot. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class BackrestEngineTest {

    private static final String PLAN = "shop.db.app";
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final StoreRequest DUMP =
            new StoreRequest.Stream(PLAN, "r1", PLAN + ".dump", URI.create("http://127.0.0.1:1"), Path.of("/header"));
    private static final StoreRequest TREE = new StoreRequest.Tree(PLAN, "r1", List.of(Path.of("/srv")), List.of());

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Memory memory = new Provisions.Memory();
    private final PendingCallbacks calls = new PendingCallbacks(List::of);
    private final MissedCallbacks missed = new MissedCallbacks(memory.store(), Path.of("/secrets/stream/header"));
    private final List<String> window = new ArrayList<>();
    private final Gate gate = new Gate();
    private final TestJournal journal = new TestJournal();
    private Inventory inventory = new Inventory(clock.instant(), List.of(), List.of());
    private Optional<String> broken = Optional.empty();
    private Optional<RepositoryException> cannotOpen = Optional.empty();
    private ConfigServer backrest;
    private BackrestClient client;
    private BackrestEngine engine;

    private final class Opening implements Window {
        @Override
        public void open() throws RepositoryException {
            if (cannotOpen.isPresent()) {
                throw cannotOpen.get();
            }
            window.add("open");
        }

        @Override
        public void close(boolean read) {
            if (!window.contains("close")) {
                window.add("close");
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        ObjectNode config = Provisions.config("foreign");
        config.withArray("plans").addObject().put("id", PLAN).put("repo", "critical");
        backrest = new ConfigServer(config, clock);
        client = backrest.client();
        Policy policy = Provisions.policy();
        Provisions.Known known = new Provisions.Known();
        BackrestProvisioning provisioning = new BackrestProvisioning(
                client, known, memory.get(), Provisions.view(), Optional::empty, backup -> true, clock);
        PolicySetting setting = new PolicySetting(
                () -> inventory,
                () -> policy,
                journal.journal().verdicts(),
                new BackrestConflicts(client, known, provisioning, List.of()),
                repository -> gate,
                dataset -> false,
                run -> broken);
        engine = new BackrestEngine(
                client, calls, setting, missed, new OfferedDumps(), Duration.ofMillis(20), System::nanoTime);
    }

    @AfterEach
    void stop() {
        client.close();
        backrest.close();
        journal.close();
        memory.close();
    }

    private FutureTask<StoredSnapshot> storing(Repository repository, StoreRequest request) {
        return begun(() -> engine.store(repository, request, bytes -> {}, new Opening()));
    }

    private static <T> FutureTask<T> begun(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private FutureTask<StoredSnapshot> storing() {
        return storing(new StandInRepository("critical"), DUMP);
    }

    private void submitted() {
        await().until(() -> backrest.calls.contains("Backup"));
    }

    private void becomes(String status, Consumer<ObjectNode> more) {
        backrest.change(operation -> {
            operation.put("repoGuid", "repo-1").put("status", "STATUS_" + status);
            more.accept(operation);
        });
    }

    private Optional<String> called() throws InterruptedException {
        return calls.find(PLAN).orElseThrow().start(LONG);
    }

    private Optional<String> ready() throws InterruptedException {
        return calls.find(PLAN).orElseThrow().ready(LONG);
    }

    private static Throwable failure(FutureTask<?> task) throws InterruptedException {
        try {
            throw new AssertionError("it ended well: " + task.get());
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    @Test
    void aSubmittedBackupIsStoredByTheOperationThatCalled() throws Exception {
        FutureTask<StoredSnapshot> stored = storing();
        submitted();
        becomes("INPROGRESS", operation -> {});
        assertThat(called()).isEmpty();
        assertThat(called())
                .as("a second call")
                .hasValueSatisfying(reason -> assertThat(reason).contains("already being read"));
        calls.find(PLAN).orElseThrow().end();
        becomes("SUCCESS", operation -> {
            operation.put("snapshotId", "abc");
            operation
                    .withObject("operationBackup")
                    .putObject("lastStatus")
                    .putObject("summary")
                    .put("totalBytesProcessed", "7")
                    .put("dataAdded", "5");
        });
        assertThat(stored.get()).isEqualTo(new StoredSnapshot("abc", 7, 5, ChangedFiles.NONE));
        assertThat(window).containsExactly("open", "close");
        assertThat(calls.find(PLAN)).isEmpty();
    }

    @Test
    void allFilesOfATreeWithoutAVerifiedSnapshotHaveChanged() throws Exception {
        FutureTask<StoredSnapshot> stored = storing(new StandInRepository("critical"), TREE);
        submitted();
        becomes("INPROGRESS", operation -> {});
        called();
        ready();
        becomes("SUCCESS", operation -> operation.put("snapshotId", "abc"));
        assertThat(stored.get().changed()).isEqualTo(ChangedFiles.ALL);
    }

    @Test
    void aTreeIsOpenedOnceWhenResticIsReadyToReadIt() throws Exception {
        FutureTask<StoredSnapshot> stored = storing(new StandInRepository("critical"), TREE);
        submitted();
        becomes("INPROGRESS", operation -> {});
        assertThat(ready()).as("before the start").isPresent();
        broken = Optional.of("the freeze of the attempt before ended early");
        assertThat(called()).isEmpty();
        await().pollDelay(Duration.ofMillis(200)).until(window::isEmpty);
        broken = Optional.empty();
        assertThat(ready()).isEmpty();
        assertThat(window).containsExactly("open");
        assertThat(ready()).as("again").isPresent();
        becomes("SUCCESS", operation -> operation.put("snapshotId", "abc"));
        stored.get();
        assertThat(window).containsExactly("open", "close");
    }

    @Test
    void aTreeThatCannotBeOpenedIsRefusedWithTheReason() throws Exception {
        cannotOpen = Optional.of(new RepositoryException(Failure.NOT_BEGUN, "the container cannot be paused"));
        FutureTask<StoredSnapshot> stored = storing(new StandInRepository("critical"), TREE);
        submitted();
        becomes("INPROGRESS", operation -> {});
        assertThat(called()).isEmpty();
        assertThat(ready()).contains("the container cannot be paused");
        assertThat(failure(stored)).hasMessage("the container cannot be paused");
    }

    @Test
    void aTreeThatBackrestReadWithoutACallIsAFailureWithItsSnapshot() throws Exception {
        FutureTask<StoredSnapshot> stored = storing(new StandInRepository("critical"), TREE);
        submitted();
        becomes("INPROGRESS", operation -> {});
        called();
        becomes("SUCCESS", operation -> operation.put("snapshotId", "abc"));
        assertThat(failure(stored))
                .hasMessageContaining("was not paused")
                .isInstanceOfSatisfying(
                        RepositoryException.class,
                        failure -> assertThat(failure.snapshot()).contains("abc"));
    }

    @Test
    void aSnapshotInAnotherRepositoryIsAFailure() throws Exception {
        FutureTask<StoredSnapshot> stored = storing();
        submitted();
        becomes("INPROGRESS", operation -> {});
        called();
        becomes("SUCCESS", operation -> operation.put("snapshotId", "abc").put("repoGuid", "another"));
        assertThat(failure(stored))
                .isInstanceOfSatisfying(
                        RepositoryException.class,
                        failure -> assertThat(failure.failure()).isEqualTo(Failure.ELSEWHERE))
                .hasMessageContaining("another");
    }

    @Test
    void aBackupThatFailsBeforeItCallsIsLeftToTheNextEngineAndCounted() throws Exception {
        for (int times = 0; times < 3; times++) {
            backrest.calls.clear();
            FutureTask<StoredSnapshot> stored = storing();
            submitted();
            becomes("ERROR", operation -> operation.put("displayMessage", "no space left on device"));
            assertThat(failure(stored)).isInstanceOf(Unclaimed.class).hasMessageContaining("no space left");
        }
        assertThat(missed.conflict()).isPresent();
        assertThat(window).doesNotContain("open");
    }

    @Test
    void aBackupThatFailsAfterItCalledIsAFailureWithItsSnapshot() throws Exception {
        FutureTask<StoredSnapshot> stored = storing();
        submitted();
        becomes("INPROGRESS", operation -> {});
        called();
        becomes("WARNING", operation -> operation.put("snapshotId", "abc"));
        assertThat(failure(stored))
                .isInstanceOfSatisfying(
                        RepositoryException.class,
                        failure -> assertThat(failure.snapshot()).contains("abc"));
    }

    @Test
    void aMissingPlanAnEditedPlanAndASilentBackrestLeaveTheBackupToTheNextEngine() throws Exception {
        backrest.edit(config -> Provisions.entry(config, "plans", PLAN).put("repo", "laptop"));
        assertThat(failure(storing())).isInstanceOf(Unclaimed.class).hasMessageContaining("'laptop'");
        backrest.edit(config -> config.withArray("plans").removeAll());
        assertThat(failure(storing())).isInstanceOf(Unclaimed.class).hasMessageContaining("no plan");
        backrest.fault = method -> 503;
        assertThat(failure(storing())).isInstanceOf(Unclaimed.class).hasMessageContaining("Backrest cannot be used");
        assertThat(backrest.calls).doesNotContain("Backup");
    }

    @Test
    void anInterruptedRunCancelsItsOperation() throws Exception {
        Thread run = Thread.ofVirtual().unstarted(() -> {
            try {
                engine.store(new StandInRepository("critical"), DUMP, bytes -> {}, new Opening());
            } catch (RepositoryException | InterruptedException e) {
                window.add(e.getClass().getSimpleName());
            }
        });
        run.start();
        submitted();
        becomes("INPROGRESS", operation -> {});
        called();
        run.interrupt();
        assertThat(run.join(LONG)).isTrue();
        assertThat(window).containsExactly("open", "close", "InterruptedException");
        await().until(() -> backrest.calls.contains("Cancel"));
    }

    @Test
    void aCallWithoutABackupInBackrestIsRefused() throws Exception {
        CallbackSession session = calls.arrive(PLAN).orElseThrow();
        assertThat(engine.takes(PLAN)).isTrue();
        assertThat(failure(storing())).hasMessageContaining("Backrest did not make this call");
        assertThat(session.start(LONG)).isPresent();
    }

    @Test
    void aCallDuringAnExclusiveOperationIsRefusedAtOnce() throws Exception {
        CallbackSession session = calls.arrive(PLAN).orElseThrow();
        try (Gate.Pass exclusive = gate.exclusive()) {
            assertThat(failure(storing()))
                    .isInstanceOfSatisfying(
                            RepositoryException.class,
                            failure -> assertThat(failure.failure()).isEqualTo(Failure.NOT_BEGUN));
        }
        assertThat(session.start(LONG))
                .hasValueSatisfying(reason -> assertThat(reason).contains("repository critical"));
    }

    @Test
    void theEngineTakesWantedDatasetsAndDatasetsWithACall() {
        assertThat(engine.takes(PLAN)).isFalse();
        Inventory empty = inventory;
        inventory = Environments.inventory(Provisions.DATABASE);
        assertThat(engine.takes(PLAN)).isTrue();
        inventory = empty;
        assertThat(engine.takes(PLAN)).isFalse();
        calls.arrive(PLAN);
        assertThat(engine.takes(PLAN)).isTrue();
    }

    @Test
    void aRunningBackupWithoutARunIsCancelledBeforeTheNextRun() throws Exception {
        assertThat(engine.mayStillStore(PLAN)).isEqualTo(Engine.MayStore.NO);
        backrest.backup(PLAN, "STATUS_INPROGRESS", clock.instant());
        try (CallbackSession tracked = calls.expect(PLAN)) {
            assertThat(engine.mayStillStore(PLAN)).as("a run tracks it").isEqualTo(Engine.MayStore.YES);
            assertThat(tracked.arrived()).isFalse();
        }
        assertThat(engine.mayStillStore(PLAN)).isEqualTo(Engine.MayStore.NO);
        assertThat(backrest.calls).contains("Cancel");
        backrest.fault = method -> 503;
        assertThat(engine.mayStillStore(PLAN)).isEqualTo(Engine.MayStore.UNKNOWN);
    }

    @Test
    void aBackupWhoseFreezeEndsWhileBackrestReadsIsCancelledAndNamesItsSnapshot() throws Exception {
        backrest.backup(PLAN, "STATUS_INPROGRESS", clock.instant()).put("snapshotId", "abc");
        CallbackSession session = calls.arrive(PLAN).orElseThrow();
        FutureTask<StoredSnapshot> stored = storing();
        assertThat(session.start(LONG)).isEmpty();
        broken = Optional.of("the freeze reached its limit");
        assertThat(failure(stored))
                .hasMessage("the freeze reached its limit")
                .isInstanceOfSatisfying(RepositoryException.class, failure -> {
                    assertThat(failure.failure()).isEqualTo(Failure.FREEZE_ENDED);
                    assertThat(failure.snapshot()).as("to be forgotten").contains("abc");
                });
        assertThat(client.operations(OperationQuery.ofPlan(PLAN)))
                .extracting(Operation::status)
                .containsExactly(OperationStatus.USER_CANCELLED);
        assertThat(window).containsExactly("open", "close");
    }

    @Test
    void theDeathOfBackrestEndsTheBackupWithoutAnotherCall() throws Exception {
        backrest.backup(PLAN, "STATUS_INPROGRESS", clock.instant()).put("snapshotId", "abc");
        CallbackSession session = calls.arrive(PLAN).orElseThrow();
        FutureTask<StoredSnapshot> stored = storing();
        assertThat(session.start(LONG)).isEmpty();
        session.post(new CallbackSession.Event.Died());
        assertThat(failure(stored))
                .hasMessage("Backrest's container ended while it backed up plan " + PLAN)
                .isInstanceOfSatisfying(
                        RepositoryException.class,
                        failure -> assertThat(failure.failure()).isEqualTo(Failure.KILLED));
        assertThat(backrest.calls).doesNotContain("Cancel");
        assertThat(window).containsExactly("open", "close");
    }
}
