package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.engine.CallbackSession.Event;
import java.time.Duration;
import java.util.Optional;

/**
 * Submits a backup and polls its operation, each on its own thread. Loss prevented: while Backrest hangs, the run's
 * thread could not resume the container in time.
 */
final class OperationPoller implements AutoCloseable {

    /** How many of the plan's newest operations are read; more than a plan has at once. */
    private static final int NEWEST = 40;

    private final BackrestClient client;
    private final String plan;
    private final CallbackSession session;
    private final Duration period;
    private final Thread poller;
    private volatile Optional<Thread> submitter = Optional.empty();

    OperationPoller(BackrestClient client, String plan, CallbackSession session, Duration period) {
        this.client = client;
        this.plan = plan;
        this.session = session;
        this.period = period;
        this.poller = Thread.ofVirtual().name("backrest-poll-" + plan).start(this::pollUntilClosed);
    }

    void submit() {
        submitter.ifPresent(Thread::interrupt);
        submitter =
                Optional.of(Thread.ofVirtual().name("backrest-submit-" + plan).start(() -> {
                    try {
                        client.backup(plan);
                        poll();
                        session.post(new Event.Returned(Optional.empty()));
                    } catch (BackrestException e) {
                        session.post(new Event.Returned(Optional.of(e)));
                    } catch (InterruptedException e) {
                        // Only the request ends: Backrest continues its backup.
                        Thread.currentThread().interrupt();
                    }
                }));
    }

    private void pollUntilClosed() {
        try {
            while (true) {
                poll();
                Thread.sleep(period);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() throws InterruptedException {
        try {
            session.post(
                    new Event.Poll(client.operations(OperationQuery.ofPlan(plan).last(NEWEST))));
        } catch (BackrestException e) {
            session.post(new Event.Blind(e));
        }
    }

    @Override
    public void close() {
        poller.interrupt();
        submitter.ifPresent(Thread::interrupt);
    }
}
