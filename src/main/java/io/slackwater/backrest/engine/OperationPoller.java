package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.engine.CallbackSession.Event;
import java.time.Duration;
import java.util.Optional;

/**
 * Submits a backup and polls its operation, each on a thread of its own, so that the run's thread never waits for Backrest: a
 * hung Backrest would delay a thaw.
 */
final class OperationPoller implements AutoCloseable {

    /** More operations than a plan has at once. */
    private static final int NEWEST = 40;

    private final BackrestClient client;
    private final String plan;
    private final CallbackSession session;
    private final Duration period;
    private final Thread looker;
    private volatile Optional<Thread> submitter = Optional.empty();

    OperationPoller(BackrestClient client, String plan, CallbackSession session, Duration period) {
        this.client = client;
        this.plan = plan;
        this.session = session;
        this.period = period;
        this.looker = Thread.ofVirtual().name("backrest-look-" + plan).start(this::look);
    }

    void submit() {
        submitter.ifPresent(Thread::interrupt);
        submitter =
                Optional.of(Thread.ofVirtual().name("backrest-submit-" + plan).start(() -> {
                    try {
                        client.backup(plan);
                        // It answers when the backup is over: what came of it need not wait for the next look.
                        lookNow();
                        session.post(new Event.Returned(Optional.empty()));
                    } catch (BackrestException e) {
                        session.post(new Event.Returned(Optional.of(e)));
                    } catch (InterruptedException e) {
                        // Backrest goes on all the same; only the waiting for its answer ends.
                        Thread.currentThread().interrupt();
                    }
                }));
    }

    private void look() {
        try {
            while (true) {
                lookNow();
                Thread.sleep(period);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookNow() throws InterruptedException {
        try {
            session.post(
                    new Event.Look(client.operations(OperationQuery.ofPlan(plan).last(NEWEST))));
        } catch (BackrestException e) {
            session.post(new Event.Blind(e));
        }
    }

    @Override
    public void close() {
        looker.interrupt();
        submitter.ifPresent(Thread::interrupt);
    }
}
