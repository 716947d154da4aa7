package io.slackwater.backrest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reports operations in Connect's frames as they happen. Like the real Backrest, it sends nothing before the first
 * event, not even the head.
 */
final class DoubleEvents {

    private static final String END = "";

    private final List<BlockingQueue<String>> listeners = new CopyOnWriteArrayList<>();

    private long opened;

    void created(ObjectNode operation) {
        ObjectNode event = DoubleJson.object();
        event.putObject("createdOperations").putArray("operations").add(operation.deepCopy());
        tell(event.toString());
    }

    void updated(ObjectNode operation) {
        ObjectNode event = DoubleJson.object();
        event.putObject("updatedOperations").putArray("operations").add(operation.deepCopy());
        tell(event.toString());
    }

    /** Reports all dropped operations of a write in one event, as the real Backrest does. */
    void deleted(List<ObjectNode> operations) {
        ObjectNode event = DoubleJson.object();
        ArrayNode ids = event.putObject("deletedOperations").putArray("values");
        operations.forEach(operation -> ids.add(operation.path("id").asText()));
        tell(event.toString());
    }

    /** A listener that disconnected is noticed late, so the connections are counted. */
    synchronized boolean awaitOpened(long listened) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (opened < listened) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException("only %d of %d came to listen".formatted(opened, listened));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a listener", e);
            }
        }
        return true;
    }

    private synchronized void open() {
        opened++;
        notifyAll();
    }

    private void tell(String event) {
        listeners.forEach(listener -> listener.add(event));
    }

    /** Sends events until the listener disconnects or the double stops. */
    void listen(HttpExchange exchange) {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        listeners.add(heard);
        open();
        try (exchange) {
            String event = heard.take();
            exchange.getResponseHeaders().put("Content-Type", List.of("application/connect+json"));
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            for (; !event.equals(END); event = heard.take()) {
                byte[] text = event.getBytes(StandardCharsets.UTF_8);
                body.write(ByteBuffer.allocate(5).putInt(1, text.length).array());
                body.write(text);
                body.flush();
            }
        } catch (IOException e) {
            // The listener has disconnected.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.remove(heard);
        }
    }

    void close() {
        tell(END);
    }
}
