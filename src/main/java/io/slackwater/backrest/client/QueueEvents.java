package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Follows Backrest's queue by its events. Loss prevented: a user's backup would vanish if it were queued and dropped
 * between two readings of the operations. Backrest does not confirm a subscription, but handles calls in their order.
 * The subscription is active when Backrest has answered a later call.
 */
public final class QueueEvents implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(QueueEvents.class);

    private final Map<String, Operation> queued = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final CompletableFuture<HttpResponse<InputStream>> exchange;
    private final Runnable whenOver;
    private boolean over;

    /** @param whenOver called when the stream ends */
    QueueEvents(CompletableFuture<HttpResponse<InputStream>> exchange, Runnable whenOver) {
        this.exchange = exchange;
        this.whenOver = whenOver;
        Thread.ofVirtual().name("backrest-events").start(this::listen);
    }

    private void listen() {
        try {
            EventFrames.read(exchange.join(), this::hear);
        } catch (BackrestException | IOException | RuntimeException e) {
            LOG.debugf("Backrest's event stream cannot be read reason=%s", e);
        } finally {
            end();
        }
    }

    private synchronized void hear(ObjectNode event) {
        for (JsonNode one : event.path("createdOperations").path("operations")) {
            Operation operation = Operation.of(one);
            if (operation.kind() == OperationKind.BACKUP && !operation.dryRun()) {
                queued.put(operation.id(), operation);
            }
        }
        event.path("deletedOperations").path("values").forEach(id -> deleted.add(id.asText()));
        notifyAll();
    }

    private synchronized void end() {
        over = true;
        whenOver.run();
        notifyAll();
    }

    /**
     * Returns the backups that were queued and dropped since this object was created. Waits up to the given time for
     * the first dropped operation.
     */
    public synchronized List<Operation> lost(Duration most) throws InterruptedException {
        long giveUp = System.nanoTime() + most.toNanos();
        for (long left = most.toNanos(); deleted.isEmpty() && !over && left > 0; left = giveUp - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
        return queued.values().stream()
                .filter(operation -> deleted.contains(operation.id()))
                .toList();
    }

    @Override
    public void close() {
        EventFrames.close(exchange);
    }
}
