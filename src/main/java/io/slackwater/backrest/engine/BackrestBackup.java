package io.slackwater.backrest.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.engine.CallbackSession.Answer;
import io.slackwater.backrest.engine.CallbackSession.Event;
import io.slackwater.backrest.engine.OperationTracker.Step;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.Destination;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Unclaimed;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * One backup that Backrest makes. Checks the repository, submits the backup unless Backrest began it, and follows its
 * operation to the end.
 */
final class BackrestBackup {

    private static final Logger LOG = Logger.getLogger(BackrestBackup.class);

    private static final Duration APPEARS_WITHIN = Duration.ofSeconds(3);

    private final BackrestClient client;
    private final CallbackSession session;
    private final String plan;
    private final Destination destination;
    private final BackrestReading reading;
    private final OperationTracker.Bounds bounds;
    private final MissedCallbacks missed;
    private final Pace pace;

    /**
     * The time between two polls of an operation, and a clock.
     *
     * @param nanos a clock in nanoseconds, with any origin
     */
    record Pace(Duration period, LongSupplier nanos) {
        long now() {
            return nanos.getAsLong();
        }
    }

    BackrestBackup(
            BackrestClient client,
            CallbackSession session,
            Destination destination,
            BackrestReading reading,
            OperationTracker.Bounds bounds,
            MissedCallbacks missed,
            Pace pace) {
        this.client = client;
        this.session = session;
        this.plan = destination.dataset();
        this.destination = destination;
        this.reading = reading;
        this.bounds = bounds;
        this.missed = missed;
        this.pace = pace;
    }

    /**
     * Makes the backup and returns the operation that stored the snapshot. The session and the reading of the data are
     * closed at the end, even after a failure.
     */
    Operation run() throws Unclaimed, RepositoryException, InterruptedException {
        try (session;
                reading;
                OperationPoller poller = new OperationPoller(client, plan, session, pace.period())) {
            OperationTracker tracker = new OperationTracker(plan, bounds, before(), pace.now());
            try {
                if (!session.arrived()) {
                    submit(poller, tracker);
                }
                return follow(poller, tracker);
            } catch (InterruptedException e) {
                withdraw(tracker);
                throw e;
            }
        } catch (BackrestException e) {
            throw new Unclaimed("Backrest cannot be used: " + e.getMessage());
        }
    }

    /**
     * Returns the number of the last operation that is not part of this backup. Loss prevented: the call of another
     * program would be taken for a backup by Backrest.
     */
    private long before() throws BackrestException, RepositoryException, InterruptedException {
        if (!session.arrived()) {
            return client.operations(OperationQuery.ofPlan(plan).last(1)).stream()
                    .mapToLong(Operation::number)
                    .max()
                    .orElse(-1);
        }
        long giveUp = pace.now() + APPEARS_WITHIN.toNanos();
        do {
            Optional<Operation> running = client.runningBackups(plan).stream()
                    .filter(one -> !one.dryRun())
                    .findFirst();
            if (running.isPresent()) {
                return running.get().number() - 1;
            }
            Thread.sleep(pace.period());
        } while (pace.now() < giveUp);
        String reason = "Backrest runs no backup of plan " + plan + ", so this call is not Backrest's";
        session.close(reason);
        throw new RepositoryException(Failure.NOT_BEGUN, reason);
    }

    /**
     * Submits the backup. Checks the repository each time, because a write of Backrest's configuration may have dropped
     * the last submission.
     */
    private void submit(OperationPoller poller, OperationTracker tracker)
            throws BackrestException, Unclaimed, InterruptedException {
        ObjectNode config = client.config();
        if (!destination.planned(config)) {
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
            Optional<Event> event = session.next(pace.period());
            if (event.isPresent()) {
                receive(event.get(), tracker);
            }
            Optional<String> broken = tracker.isClaimed() ? reading.broken() : Optional.empty();
            if (broken.isPresent() && tracker.operation().isPresent()) {
                // Loss prevented: Backrest would store unfrozen files.
                withdraw(tracker);
                throw new RepositoryException(
                        Failure.FREEZE_ENDED, broken.get(), tracker.operation().flatMap(Operation::snapshot));
            }
            tracker.given(reading.given(), pace.now());
            switch (tracker.step(pace.now())) {
                case Step.Wait wait -> {}
                case Step.Submit again -> {
                    LOG.infof("the backup was missing in Backrest's queue and was submitted again plan=%s", plan);
                    submit(poller, tracker);
                }
                case Step.Withdraw withdraw -> {
                    withdraw(tracker);
                    if (withdraw.missed()) {
                        missed.missed(plan, withdraw.reason());
                    }
                    throw new Unclaimed(withdraw.reason());
                }
                case Step.Stored stored -> {
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
            case Event.Start start -> begin(start.answer(), tracker);
            case Event.End end -> {
                if (tracker.isClaimed()) {
                    reading.close();
                }
            }
            case Event.Poll poll -> {
                tracker.polled(poll.operations(), pace.now());
                tracker.operation()
                        .filter(operation -> tracker.isClaimed())
                        .ifPresent(operation -> reading.progress(operation.bytesDone()));
            }
            case Event.Refused refused -> tracker.refused(refused.reason());
        }
    }

    /**
     * Opens the data for Backrest's call. Loss prevented: two readers of one dump, and a paused container after the
     * call timed out.
     */
    private void begin(CompletableFuture<Answer> answer, OperationTracker tracker)
            throws RepositoryException, InterruptedException {
        if (tracker.isClaimed()) {
            answer.complete(new Answer.Refused("dataset " + plan + " is already being read"));
            return;
        }
        if (answer.isDone()) {
            throw new RepositoryException(
                    Failure.NOT_BEGUN, "Backrest's call timed out before Slackwater could answer it");
        }
        try {
            reading.open();
        } catch (RepositoryException | InterruptedException | RuntimeException e) {
            answer.complete(new Answer.Refused(Objects.requireNonNullElse(e.getMessage(), "the run was cancelled")));
            throw e;
        }
        tracker.claimed(pace.now());
        missed.called();
        if (!answer.complete(new Answer.Accepted())) {
            throw new RepositoryException(
                    Failure.NOT_BEGUN,
                    "Slackwater needed more time to open dataset " + plan + " than Backrest's call allows");
        }
    }

    /**
     * Refuses later calls, resumes the container, and cancels the operation. Loss prevented: a snapshot of a run that
     * has ended.
     */
    private void withdraw(OperationTracker tracker) throws InterruptedException {
        session.close();
        reading.close();
        Optional<Operation> operation =
                tracker.operation().filter(one -> !one.status().ended());
        if (operation.isPresent()) {
            OperationCancellation.of(client, operation.get(), pace.period(), pace.nanos());
        }
    }
}
