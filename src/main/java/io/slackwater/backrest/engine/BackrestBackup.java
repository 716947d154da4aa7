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
import io.slackwater.journal.BackrestState.MissedCause;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Unclaimed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * One backup that Backrest makes: checks the destination, submits the backup unless Backrest began it, and tracks its operation.
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
    private final Duration period;
    private final LongSupplier nanos;
    private final UnresponsiveBackrest unanswered = new UnresponsiveBackrest();

    BackrestBackup(
            BackrestClient client,
            CallbackSession session,
            Destination destination,
            BackrestReading reading,
            OperationTracker.Bounds bounds,
            Duration period,
            LongSupplier nanos) {
        this.client = client;
        this.session = session;
        this.plan = destination.dataset();
        this.destination = destination;
        this.reading = reading;
        this.bounds = bounds;
        this.period = period;
        this.nanos = nanos;
    }

    /** Backrest's own backup failed before Backrest called. */
    static final class MissedCallback extends Unclaimed {
        private static final long serialVersionUID = 1L;
        private final MissedCause cause;

        MissedCallback(String reason, MissedCause cause) {
            super(reason);
            this.cause = cause;
        }

        MissedCause missed() {
            return cause;
        }
    }

    /** Returns the operation that stored the snapshot. The session and the reading are closed then, as after any failure. */
    Operation run() throws Unclaimed, RepositoryException, InterruptedException {
        OperationTracker tracker;
        try {
            tracker = new OperationTracker(plan, bounds, before(), nanos.getAsLong());
        } catch (BackrestException e) {
            session.close();
            throw new Unclaimed("Backrest cannot be asked: " + e.getMessage());
        }
        try (OperationPoller follower = new OperationPoller(client, plan, session, period)) {
            if (!session.arrived()) {
                submit(follower, tracker);
            }
            return follow(follower, tracker);
        } catch (InterruptedException e) {
            reading.close();
            session.close();
            withdraw(tracker.operation(), "the run was cancelled");
            throw e;
        } finally {
            reading.close();
            session.close();
        }
    }

    /** The number of the last operation that is not part of this backup. */
    private long before() throws BackrestException, RepositoryException, InterruptedException {
        if (!session.arrived()) {
            return client.operations(OperationQuery.ofPlan(plan).last(1)).stream()
                    .mapToLong(Operation::number)
                    .max()
                    .orElse(-1);
        }
        long giveUp = nanos.getAsLong() + APPEARS_WITHIN.toNanos();
        do {
            Optional<Operation> running = client.runningBackups(plan).stream()
                    .filter(one -> !one.dryRun())
                    .findFirst();
            if (running.isPresent()) {
                return running.get().number() - 1;
            }
            Thread.sleep(period);
        } while (nanos.getAsLong() < giveUp);
        String reason = "Backrest runs no backup of plan " + plan + ", so this call is none of its";
        session.refuse(reason);
        session.close();
        throw new RepositoryException(Failure.NOT_BEGUN, reason);
    }

    /** Checks the destination at every submission: a write of Backrest's configuration empties its queue. */
    private void submit(OperationPoller follower, OperationTracker tracker) throws Unclaimed, InterruptedException {
        ObjectNode config;
        try {
            config = client.config();
        } catch (BackrestException e) {
            throw new Unclaimed("Backrest cannot be asked: " + e.getMessage());
        }
        if (!destination.planned(config)) {
            throw new Unclaimed("Backrest has no plan " + plan + " yet");
        }
        Optional<Conflict> conflict = destination.conflict(config);
        if (conflict.isPresent()) {
            throw new Unclaimed(conflict.get().what());
        }
        follower.submit();
        tracker.submitted();
        LOG.debugf("submitted to Backrest plan=%s", plan);
    }

    private Operation follow(OperationPoller follower, OperationTracker tracker)
            throws Unclaimed, RepositoryException, InterruptedException {
        while (true) {
            Optional<Event> event = session.next(period);
            if (event.isPresent()) {
                hear(event.get(), tracker);
            }
            Optional<String> broken = broken(tracker);
            Optional<Operation> running = tracker.running().filter(operation -> unanswered.over());
            if (broken.isPresent() && running.isPresent()) {
                throw cancelled(running.get(), broken.get());
            }
            tracker.given(reading.given(), nanos.getAsLong());
            switch (tracker.step(nanos.getAsLong())) {
                case Step.Wait wait -> {}
                case Step.Submit again -> {
                    LOG.infof("not in Backrest's queue, submitted again plan=%s", plan);
                    submit(follower, tracker);
                }
                case Step.Withdraw withdraw -> {
                    session.close();
                    withdraw(tracker.operation(), withdraw.reason());
                    throw withdraw.missed()
                            .<Unclaimed>map(cause -> new MissedCallback(withdraw.reason(), cause))
                            .orElseGet(() -> new Unclaimed(withdraw.reason()));
                }
                case Step.Stored stored -> {
                    if (broken.isPresent()) {
                        throw worthless(broken.get(), stored.operation().snapshot());
                    }
                    return stored.operation();
                }
                case Step.Failed failed -> {
                    if (!failed.over()) {
                        reading.close();
                        withdraw(tracker.operation(), failed.reason());
                    }
                    boolean hung = broken.isPresent()
                            && unanswered.tooLong(nanos.getAsLong()).isPresent();
                    Failure failure = hung ? Failure.UNRESPONSIVE : Failure.ELSEWHERE;
                    throw new RepositoryException(
                            failed.canPass() ? failure : Failure.CANCELLED, failed.reason(), failed.snapshot());
                }
            }
        }
    }

    /** Why the data that Backrest reads is worthless already. */
    private Optional<String> broken(OperationTracker tracker) {
        Optional<String> broken = tracker.isClaimed() ? reading.broken() : Optional.empty();
        if (broken.isPresent()) {
            unanswered.lost(nanos.getAsLong());
        }
        return broken;
    }

    /** A Backrest that did not answer meanwhile is to blame: then the duration of the freeze is no estimate. */
    private RepositoryException worthless(String broken, Optional<String> snapshot) {
        return unanswered
                .tooLong(nanos.getAsLong())
                .map(time -> new RepositoryException(
                        Failure.UNRESPONSIVE, "Backrest did not answer for " + time.toSeconds() + " s", snapshot))
                .orElseGet(() -> new RepositoryException(Failure.FREEZE_ENDED, broken, snapshot));
    }

    private void hear(Event event, OperationTracker tracker)
            throws Unclaimed, RepositoryException, InterruptedException {
        switch (event) {
            case Event.Start start -> begin(start.answer(), tracker);
            case Event.End end -> {
                if (tracker.isClaimed()) {
                    reading.close();
                }
                end.answer()
                        .complete(reading.failure()
                                .<Answer>map(Answer.Refused::new)
                                .orElseGet(Answer.Accepted::new));
            }
            case Event.Look look -> {
                tracker.look(look.operations(), nanos.getAsLong());
                unanswered.heard(nanos.getAsLong());
                tracker.operation()
                        .filter(operation -> tracker.isClaimed())
                        .ifPresent(operation -> reading.progress(operation.bytesDone()));
            }
            case Event.Blind blind ->
                tracker.blind(String.valueOf(blind.reason().getMessage()));
            case Event.Returned returned -> tracker.returned(returned.failure());
            case Event.Forbidden forbidden -> {
                if (!tracker.isClaimed()) {
                    session.close();
                    withdraw(tracker.operation(), forbidden.reason());
                    throw new Unclaimed(forbidden.reason());
                }
            }
        }
    }

    private void begin(CompletableFuture<Answer> answer, OperationTracker tracker)
            throws RepositoryException, InterruptedException {
        if (tracker.isClaimed()) {
            answer.complete(new Answer.Refused("dataset " + plan + " is already being read"));
            return;
        }
        if (answer.isDone()) {
            throw new RepositoryException(
                    Failure.NOT_BEGUN, "Backrest's call was given up before it could be answered");
        }
        try {
            reading.open();
            unanswered.begin(nanos.getAsLong());
        } catch (RepositoryException e) {
            answer.complete(new Answer.Refused(String.valueOf(e.getMessage())));
            throw e;
        } catch (InterruptedException | RuntimeException e) {
            answer.complete(new Answer.Refused("the run of dataset " + plan + " ended before it could be read"));
            throw e;
        }
        tracker.claimed(nanos.getAsLong());
        if (!answer.complete(new Answer.Accepted())) {
            throw new RepositoryException(
                    Failure.NOT_BEGUN,
                    "making dataset " + plan + " readable took longer than Backrest's call waits for it");
        }
    }

    /** Backrest does one thing at a time: a backup that reads worthless data would keep all others waiting, perhaps for hours. */
    private RepositoryException cancelled(Operation operation, String broken) throws InterruptedException {
        reading.close();
        LOG.infof("cancelled in Backrest plan=%s reason=\"%s\"", plan, broken);
        withdraw(Optional.of(operation), broken);
        return worthless(broken, stored(operation));
    }

    /** The snapshot that Backrest stored until now. A snapshot that Backrest cannot name is found before the next run. */
    private Optional<String> stored(Operation operation) throws InterruptedException {
        try {
            return client.operations(OperationQuery.ofId(operation.id())).stream()
                    .flatMap(one -> one.snapshot().stream())
                    .findFirst();
        } catch (BackrestException e) {
            LOG.debugf("cannot ask Backrest what it stored plan=%s reason=%s", plan, e.getMessage());
            return Optional.empty();
        }
    }

    /** A backup that Backrest begins nevertheless is refused. */
    private void withdraw(Optional<Operation> operation, String reason) throws InterruptedException {
        if (operation.isPresent() && !operation.get().status().ended()) {
            // Whoever gives up says so, with this reason.
            LOG.debugf(
                    "withdrawn from Backrest plan=%s operation=%s reason=\"%s\"",
                    plan, operation.get().id(), reason);
            OperationCancellation.of(client, operation.get(), period, nanos);
        }
    }
}
