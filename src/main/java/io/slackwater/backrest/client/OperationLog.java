package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Collects the end of an operation's log, which Backrest sends in frames while the operation is in progress. */
final class OperationLog {

    private final int most;
    private byte[] kept = {};

    /** @param most how many bytes are kept */
    OperationLog(int most) {
        this.most = most;
    }

    /**
     * Reads the log until it ends, or until the time is over.
     *
     * @return what arrived; the beginning is missing when it is longer than the bound
     * @throws BackrestException {@link Reason#TIMEOUT} when nothing arrived in time
     */
    String read(CompletableFuture<HttpResponse<InputStream>> exchange, Duration within)
            throws BackrestException, InterruptedException {
        CompletableFuture<Void> whole = exchange.thenAcceptAsync(
                this::collect, task -> Thread.ofVirtual().name("backrest-log").start(task));
        try {
            whole.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (text().isEmpty()) {
                throw new BackrestException(Reason.TIMEOUT, "Backrest sent no log within " + within, e);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refused refused
                    ? refused.reason
                    : new BackrestException(Reason.UNREACHABLE, "the log of Backrest cannot be read", e.getCause());
        } finally {
            EventFrames.close(exchange);
        }
        return text();
    }

    private void collect(HttpResponse<InputStream> answer) {
        try {
            EventFrames.read(answer, this::add);
        } catch (BackrestException e) {
            throw new Refused(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void add(ObjectNode frame) {
        try {
            byte[] more = frame.path("value").binaryValue();
            if (more != null) {
                byte[] all = Arrays.copyOf(kept, kept.length + more.length);
                System.arraycopy(more, 0, all, kept.length, more.length);
                kept = all.length <= most ? all : Arrays.copyOfRange(all, all.length - most, all.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized String text() {
        return new String(kept, StandardCharsets.UTF_8);
    }

    /** Carries the reason out of the thread that reads. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final BackrestException reason;

        private Refused(BackrestException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
