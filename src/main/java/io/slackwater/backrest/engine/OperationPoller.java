package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.engine.CallbackSession.Event;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Submits a backup and polls its operation, each on its own thread. Loss prevented: while Backrest hangs, the run's
 * thread could not resume the container in time.
 */
final class OperationPoller implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OperationPoller.class);

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
                    } catch (BackrestException e) {
                        session.post(new Event.Refused(e));
                    } catch (InterruptedException e) {
                        // Only the request ends: Backrest continues its backup.
                        Thread.currentThread().interrupt();
                    }
                }));
    }

    private void pollUntilClosed() {
        try {
            while (true) {
                try {
                    session.post(new Event.Poll(
                            client.operations(OperationQuery.ofPlan(plan).last(NEWEST))));
                } catch (BackrestException e) {
                    LOG.debugf("Backrest's operations cannot be read plan=%s reason=%s", plan, e.getMessage());
                }
                Thread.sleep(period);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        poller.interrupt();
        submitter.ifPresent(Thread::interrupt);
    }
}
