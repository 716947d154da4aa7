package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Receives the daemon's events on one thread until closed. A silent stream may belong to a dead daemon. A heartbeat
 * therefore pings the daemon, and breaks the connection when no answer comes.
 */
final class EngineEvents implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EngineEvents.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int BUFFER = 32 * 1024;
    private static final int OK = 200;
    private static final long FIRST_RETRY_MILLIS = 250;
    private static final long LAST_RETRY_MILLIS = 15_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The events that Docker sends. Excludes {@code exec_*}, of which each health check would cause three. */
    private static final String FILTERS = """
            {"type":["container","volume"],
             "event":["create","start","restart","stop","die","pause","unpause","destroy","rename","update"]}""";

    private final EngineHttp http;
    private final DockerEvents listener;
    private final Duration heartbeat;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable EngineConnection> current = new AtomicReference<>();
    private final Thread thread;
    private long retryMillis = FIRST_RETRY_MILLIS;
    private boolean lost;

    private EngineEvents(EngineHttp http, DockerEvents listener, Duration heartbeat) {
        this.http = http.within(CONNECT);
        this.listener = listener;
        this.heartbeat = heartbeat;
        this.thread = Thread.ofPlatform().daemon().name("docker-events").unstarted(this::run);
    }

    static EngineEvents follow(EngineHttp http, DockerEvents listener, Duration heartbeat) {
        EngineEvents events = new EngineEvents(http, listener, heartbeat);
        events.thread.start();
        return events;
    }

    /** Disconnects. The listener gets no call afterwards, unless it hangs in an earlier one. */
    @Override
    public void close() throws InterruptedException, TimeoutException {
        closed.countDown();
        EngineConnection connection = current.get();
        if (connection != null) {
            connection.close();
        }
        if (!thread.join(CONNECT)) {
            throw new TimeoutException("the events' listener has not returned within " + CONNECT.toSeconds() + " s");
        }
    }

    private void run() {
        while (!isClosed()) {
            try {
                lost(receive());
            } catch (RuntimeException e) {
                LOG.error("a listener of Docker's events failed; after the reconnect every container is inspected", e);
            }
            try {
                if (!closed.await(retryMillis, TimeUnit.MILLISECONDS)) {
                    retryMillis = Math.min(2 * retryMillis, LAST_RETRY_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Receives events until the connection ends. Returns the reason. */
    private String receive() {
        String request = "GET /events?filters=" + EngineHttp.segment(FILTERS) + " HTTP/1.0";
        try (EngineConnection connection = http.open(request, Map.of(), new byte[0], BUFFER)) {
            current.set(connection);
            if (connection.status() != OK) {
                return "Docker refuses the event stream (" + connection.status() + ")";
            }
            Thread pulse = Thread.ofVirtual().name("docker-heartbeat").start(() -> beat(connection));
            try {
                follow(new BufferedReader(new InputStreamReader(connection.body(), StandardCharsets.UTF_8)));
            } finally {
                pulse.interrupt();
            }
            return "Docker closed the event stream";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } finally {
            current.set(null);
        }
    }

    private void follow(BufferedReader lines) throws IOException {
        if (isClosed()) {
            return;
        }
        retryMillis = FIRST_RETRY_MILLIS;
        lost = false;
        listener.resync();
        for (String line = lines.readLine(); line != null && !isClosed(); line = lines.readLine()) {
            tell(EngineHttp.MAPPER.readTree(line));
        }
    }

    private void tell(JsonNode event) {
        JsonNode actor = event.path("Actor");
        String id = actor.path("ID").asText("");
        if ("volume".equals(event.path("Type").asText())) {
            listener.volume();
        } else if (!id.isEmpty() && !actor.path("Attributes").has(EngineHelpers.OWNER_LABEL)) {
            long nanos = event.path("timeNano").asLong();
            listener.container(
                    event.path("Action").asText(),
                    id,
                    Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND));
        }
    }

    /** Pings the daemon until interrupted, and breaks the connection when no answer comes. */
    private void beat(EngineConnection connection) {
        try {
            while (!closed.await(heartbeat.toMillis(), TimeUnit.MILLISECONDS)) {
                http.get("/_ping");
            }
        } catch (IOException | RuntimeException e) {
            connection.cut(new IOException("Docker does not answer: " + e.getMessage(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lost(String reason) {
        if (lost || isClosed()) {
            return;
        }
        lost = true;
        LOG.warnf("docker events lost reason=\"%s\"", reason);
        listener.resync();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }
}
