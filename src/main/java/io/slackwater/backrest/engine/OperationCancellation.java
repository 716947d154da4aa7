package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationQuery;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Cancels an operation in Backrest and waits for its end. Loss prevented: a late snapshot of a run that has ended. */
final class OperationCancellation {

    private static final Logger LOG = Logger.getLogger(OperationCancellation.class);

    /** The longest wait for the end. Slackwater's shutdown waits a little longer. */
    private static final Duration LONGEST = Duration.ofSeconds(12);

    private OperationCancellation() {}

    /** Cancels the operation. Returns whether it has certainly ended or no longer exists. */
    static boolean of(BackrestClient client, Operation operation, Duration period, LongSupplier nanos)
            throws InterruptedException {
        long giveUp = nanos.getAsLong() + LONGEST.toNanos();
        try {
            client.cancel(operation.id());
            do {
                if (client.operations(OperationQuery.ofId(operation.id())).stream()
                        .allMatch(one -> one.status().ended())) {
                    return true;
                }
                Thread.sleep(period);
            } while (nanos.getAsLong() < giveUp);
        } catch (BackrestException e) {
            LOG.debugf("Backrest did not answer a cancellation operation=%s reason=%s", operation.id(), e.getMessage());
        }
        LOG.warnf(
                "Backrest has not ended a cancelled operation plan=%s operation=%s", operation.plan(), operation.id());
        return false;
    }
}
