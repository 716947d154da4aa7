package io.slackwater.backrest.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.engine.CallbackSession.Event;
import io.slackwater.backrest.engine.OperationTracker.Step;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.Destination;
import io.slackwater.backrest.reconcile.ReconcileDecision;
import io.slackwater.policy.Limits;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.Unclaimed;
import io.slackwater.repository.Window;
import io.slackwater.stream.OfferedDump;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * One backup that Backrest makes. Checks the repository, submits the backup unless Backrest began it, and follows its
 * operation to the end.
 */
final class BackrestBackup {

    private static final Logger LOG = Logger.getLogger(BackrestBackup.class);

    private static final Duration APPEARS_WITHIN = Duration.ofSeconds(3);

    private final BackrestEngine engine;
    private final CallbackSession session;
    private final String plan;
    private final Destination destination;
    private final StoreRequest request;
    private final Window window;
    private final LongConsumer bytes;
    private Optional<OfferedDump> dump = Optional.empty();
    private boolean opened;

    BackrestBackup(
            BackrestEngine engine,
            CallbackSession session,
            Destination destination,
            StoreRequest request,
            Window window,
            LongConsumer bytes) {
        this.engine = engine;
        this.session = session;
        this.plan = destination.dataset();
        this.destination = destination;
        this.request = request;
        this.window = window;
        this.bytes = bytes;
    }

    /**
     * Makes the backup and returns the operation that stored the snapshot. The session and the window are closed at
     * the end, even after a failure.
     */
    Operation run() throws Unclaimed, RepositoryException, InterruptedException {
        try (session;
                OperationPoller poller = new OperationPoller(engine.client(), plan, session, engine.period())) {
            OperationTracker tracker = new OperationTracker(plan, bounds(), before(), now());
            try {
                if (!session.arrived()) {
                    submit(poller, tracker);
                }
                Operation stored = follow(poller, tracker);
                window.close(true);
                return stored;
            } catch (InterruptedException e) {
                withdraw(tracker);
                throw e;
            }
        } catch (BackrestException e) {
            throw new Unclaimed("Backrest cannot be used: " + e.getMessage());
        } finally {
            window.close(false);
        }
    }

    private long now() {
        return engine.nanos().getAsLong();
    }

    private OperationTracker.Bounds bounds() {
        Limits limits = engine.setting().policy().get().limits();
        // The capture ends a stalled dump after `idle` and knows the reason, so the tracker waits longer.
        Duration silence = limits.idle().plus(limits.idle().dividedBy(2)).plusSeconds(5);
        return new OperationTracker.Bounds(limits.queueLimit(), silence);
    }

    /**
     * Returns the number of the last operation that is not part of this backup. Loss prevented: another program's call
     * would count as Backrest's backup.
     */
    private long before() throws BackrestException, RepositoryException, InterruptedException {
        if (!session.arrived()) {
            return engine.client().operations(OperationQuery.ofPlan(plan).last(1)).stream()
                    .mapToLong(Operation::number)
                    .max()
                    .orElse(-1);
        }
        long giveUp = now() + APPEARS_WITHIN.toNanos();
        do {
            Optional<Operation> running = engine.client().runningBackups(plan).stream()
                    .filter(one -> !one.dryRun())
                    .findFirst();
            if (running.isPresent()) {
                return running.get().number() - 1;
            }
            Thread.sleep(engine.period());
        } while (now() < giveUp);
        String reason = "Backrest runs no backup of plan " + plan + ", so Backrest did not make this call";
        session.close(reason);
        throw new RepositoryException(Failure.NOT_BEGUN, reason);
    }

    /**
     * Submits the backup. Checks the repository each time, because a write of Backrest's configuration may have dropped
     * the last submission.
     */
    private void submit(OperationPoller poller, OperationTracker tracker)
            throws BackrestException, Unclaimed, InterruptedException {
        ObjectNode config = engine.client().config();
        if (!ReconcileDecision.byId(config, "plans").containsKey(plan)) {
            throw new Unclaimed("Backrest has no plan " + plan + " yet");
        }
        Optional<Conflict> conflict = destination.conflict(config);
        if (conflict.isPresent()) {
            throw new Unclaimed(conflict.get().what());
        }
        poller.submit();
        tracker.submitted();
        LOG.debugf("submitted a backup to Backrest plan=%s", plan);
    }

    private Operation follow(OperationPoller poller, OperationTracker tracker)
            throws BackrestException, Unclaimed, RepositoryException, InterruptedException {
        while (true) {
            Optional<Event> event = session.next(engine.period());
            if (event.isPresent()) {
                receive(event.get(), tracker);
            }
            // Before the window is open, the answer would be about the pause of the attempt before.
            Optional<String> broken = opened ? engine.setting().brokenFreeze().apply(request.run()) : Optional.empty();
            if (broken.isPresent() && tracker.operation().isPresent()) {
                // Loss prevented: Backrest would store unfrozen files.
                withdraw(tracker);
                throw new RepositoryException(
                        Failure.FREEZE_ENDED, broken.get(), tracker.operation().flatMap(Operation::snapshot));
            }
            tracker.given(dump.map(OfferedDump::bytes).orElse(0L), now());
            switch (tracker.step(now())) {
                case Step.Wait wait -> {}
                case Step.Submit again -> {
                    LOG.infof("the backup was missing in Backrest's queue and was submitted again plan=%s", plan);
                    submit(poller, tracker);
                }
                case Step.Withdraw withdraw -> {
                    withdraw(tracker);
                    throw new Unclaimed(withdraw.reason());
                }
                case Step.Missed missed -> {
                    withdraw(tracker);
                    engine.missed().missed(plan, missed.reason());
                    throw new Unclaimed(missed.reason());
                }
                case Step.Stored stored -> {
                    requireOpened(stored.operation());
                    return stored.operation();
                }
                case Step.Failed failed -> {
                    withdraw(tracker);
                    throw new RepositoryException(failed.failure(), failed.reason(), failed.snapshot());
                }
            }
        }
    }

    private void receive(Event event, OperationTracker tracker) throws RepositoryException, InterruptedException {
        switch (event) {
            case Event.Start start -> begin(start.refusal(), tracker);
            case Event.Ready ready -> ready(ready.refusal(), tracker);
            case Event.End end -> {
                if (tracker.isClaimed()) {
                    window.close(true);
                }
            }
            case Event.Poll poll -> {
                tracker.polled(poll.operations(), now());
                tracker.operation()
                        .filter(operation -> tracker.isClaimed())
                        .ifPresent(operation -> bytes.accept(operation.bytesDone()));
            }
            case Event.Died died -> {
                // Its restic ended with it, and a Backrest that does not run can cancel nothing.
                session.close();
                window.close(false);
                throw new RepositoryException(
                        Failure.KILLED,
                        "Backrest's container ended while it backed up plan " + plan,
                        tracker.operation().flatMap(Operation::snapshot));
            }
            case Event.Refused refused -> tracker.refused(refused.reason());
        }
    }

    /**
     * Begins for Backrest's call. A dump is opened at once, a tree when restic is ready to read it. Loss prevented: two
     * readers would share one dump, or the container would stay paused after a timeout of the call.
     */
    private void begin(CompletableFuture<Optional<String>> refusal, OperationTracker tracker)
            throws RepositoryException, InterruptedException {
        if (tracker.isClaimed()) {
            refusal.complete(Optional.of("dataset " + plan + " is already being read"));
            return;
        }
        requireCaller(refusal);
        session.claim();
        if (request instanceof StoreRequest.Stream) {
            open(refusal);
        }
        tracker.claimed(now());
        engine.missed().called();
        accept(refusal);
    }

    /** Opens a tree, because restic has opened the repository and waits. The container is paused from now on. */
    private void ready(CompletableFuture<Optional<String>> refusal, OperationTracker tracker)
            throws RepositoryException, InterruptedException {
        if (!tracker.isClaimed() || opened) {
            refusal.complete(Optional.of("no backup of dataset " + plan + " expects this call now"));
            return;
        }
        requireCaller(refusal);
        open(refusal);
        accept(refusal);
    }

    private static void requireCaller(CompletableFuture<Optional<String>> refusal) throws RepositoryException {
        if (refusal.isDone()) {
            throw new RepositoryException(
                    Failure.NOT_BEGUN, "Backrest's call timed out before Slackwater could answer it");
        }
    }

    private void accept(CompletableFuture<Optional<String>> refusal) throws RepositoryException {
        if (!refusal.complete(Optional.empty())) {
            throw new RepositoryException(
                    Failure.NOT_BEGUN,
                    "Slackwater needed more time to open dataset " + plan + " than Backrest's call allows");
        }
    }

    private void open(CompletableFuture<Optional<String>> refusal) throws RepositoryException, InterruptedException {
        try {
            open();
        } catch (RepositoryException | InterruptedException | RuntimeException e) {
            refusal.complete(Optional.of(Objects.requireNonNullElse(e.getMessage(), "the run was cancelled")));
            throw e;
        }
    }

    /** Opens the window and waits for its dump. Backrest's restic does not wait until a dump is open. */
    private void open() throws RepositoryException, InterruptedException {
        opened = true;
        window.open();
        dump = engine.dumps().find(plan);
        try {
            if (dump.isPresent()) {
                dump.get().opened();
            }
        } catch (IOException e) {
            RepositoryException failed = new RepositoryException(Failure.NOT_BEGUN, String.valueOf(e.getMessage()));
            failed.initCause(e);
            throw failed;
        }
    }

    /** Loss prevented: after an edit of the plan, files of a running container would count as a backup. */
    private void requireOpened(Operation operation) throws RepositoryException {
        if (!opened) {
            throw new RepositoryException(
                    Failure.ELSEWHERE,
                    "Backrest read dataset " + plan
                            + " without a call before, so its container was not paused; the snapshot is discarded",
                    operation.snapshot());
        }
    }

    /**
     * Refuses later calls, resumes the container, and cancels the operation. Loss prevented: Backrest would store a
     * snapshot for an ended run.
     */
    private void withdraw(OperationTracker tracker) throws InterruptedException {
        session.close();
        window.close(false);
        Optional<Operation> operation =
                tracker.operation().filter(one -> !one.status().ended());
        if (operation.isPresent()) {
            engine.cancel(operation.get());
        }
    }
}
