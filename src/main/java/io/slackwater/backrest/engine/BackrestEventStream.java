package io.slackwater.backrest.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.EventFrames;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Reads Backrest's event stream and reports edits and removed snapshots at once. Loss prevented: an edited plan could
 * remove verified snapshots, and removed snapshots would still be offered. While the stream is closed, only the
 * periodic comparisons find such changes.
 */
public final class BackrestEventStream implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BackrestEventStream.class);

    /** Receives the events. One thread makes all calls, so each call must be short. */
    public interface Listener {

        /** The configuration may have changed, or Backrest begins a backup without a run of Slackwater. */
        void edited();

        /**
         * Snapshots were removed.
         *
         * @param restic the restic id of the repository
         * @param snapshots the removed snapshots; empty when unknown
         */
        void forgotten(String restic, Set<String> snapshots);
    }

    private final BackrestClient client;
    private final PendingCallbacks calls;
    private final Listener listener;
    private final Duration again;
    private final Thread reader;
    private volatile boolean closed;

    /** @param again the wait before a new connection */
    public BackrestEventStream(BackrestClient client, PendingCallbacks calls, Listener listener, Duration again) {
        this.client = client;
        this.calls = calls;
        this.listener = listener;
        this.again = again;
        this.reader = Thread.ofVirtual().name("backrest-events").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    // Signs in.
                    client.operations(OperationQuery.all().last(1));
                    listen();
                } catch (BackrestException | IOException | ExecutionException | RuntimeException e) {
                    LOG.debugf("Backrest's event stream cannot be read reason=%s", e);
                }
                Thread.sleep(again);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() throws BackrestException, IOException, ExecutionException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> exchange = client.events(() -> {});
        try {
            EventFrames.read(exchange.get(), this::hear);
        } finally {
            EventFrames.close(exchange);
        }
    }

    void hear(ObjectNode event) {
        JsonNode created = event.path("createdOperations").path("operations");
        JsonNode updated = event.path("updatedOperations").path("operations");
        if (!event.path("deletedOperations").path("values").isEmpty()
                || created.valueStream()
                        .map(Operation::of)
                        .anyMatch(operation -> operation.kind() == OperationKind.BACKUP
                                && calls.find(operation.plan()).isEmpty())) {
            listener.edited();
        }
        Stream.of(created, updated)
                .flatMap(JsonNode::valueStream)
                .map(Operation::of)
                .forEach(this::forgotten);
    }

    private void forgotten(Operation operation) {
        Set<String> gone = new TreeSet<>();
        operation.snapshot().filter(id -> operation.forgotten()).ifPresent(gone::add);
        operation
                .raw()
                .at("/operationForget/forget")
                .forEach(snapshot -> gone.add(snapshot.path("id").asText()));
        // A user's own command may forget any snapshots. Loss prevented: such a snapshot would count as restorable.
        boolean unknown =
                operation.kind() == OperationKind.COMMAND && operation.status().ended();
        if (unknown || !gone.isEmpty()) {
            listener.forgotten(operation.repositoryGuid(), gone);
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
    }
}
