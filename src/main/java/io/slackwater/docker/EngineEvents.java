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
 * Receives the daemon's events on one thread until closed. A silent stream may belong to a dead daemon, so a heartbeat
 * pings the daemon and breaks the connection when no answer comes.
 */
final class EngineEvents implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EngineEvents.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int BUFFER = 32 * 1024;
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
        this.http = http;
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
        if (Thread.currentThread() != thread && !thread.join(CONNECT)) {
            throw new TimeoutException("the events' listener has not returned within " + CONNECT.toSeconds() + " s");
        }
    }

    private void run() {
        while (!isClosed()) {
            String reason;
            try {
                reason = connected();
            } catch (IOException e) {
                reason = "The stream of Docker's events broke: " + e.getMessage();
            } catch (RuntimeException e) {
                LOG.error("a listener of Docker's events failed; the next inspection covers every container", e);
                reason = "A listener of Docker's events failed; Slackwater's log of this time has more";
            }
            if (isClosed()) {
                return;
            }
            notifyLost(reason);
            awaitRetry();
        }
    }

    private void awaitRetry() {
        try {
            if (!closed.await(retryMillis, TimeUnit.MILLISECONDS)) {
                retryMillis = Math.min(2 * retryMillis, LAST_RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    /** Receives events until the connection ends. Returns why Docker ended it. */
    private String connected() throws IOException {
        String path = "/events?filters=" + EngineHttp.segment(FILTERS);
        try (EngineConnection connection = http.open("GET", path, Map.of(), new byte[0], BUFFER, CONNECT)) {
            current.set(connection);
            if (connection.status() != 200) {
                return "Docker refuses the stream of events (" + connection.status() + ")";
            }
            if (!isClosed()) {
                follow(connection);
            }
            return "Docker ended the stream of events";
        } finally {
            current.set(null);
        }
    }

    private void follow(EngineConnection connection) throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        Thread pulse = Thread.ofVirtual().name("docker-heartbeat").start(() -> beat(connection, over));
        try {
            retryMillis = FIRST_RETRY_MILLIS;
            lost = false;
            listener.resync();
            read(connection);
        } finally {
            over.countDown();
            pulse.interrupt();
        }
    }

    private void read(EngineConnection connection) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new HttpBody(connection), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (isClosed()) {
                return;
            }
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

    private void beat(EngineConnection connection, CountDownLatch over) {
        try {
            while (!over.await(heartbeat.toMillis(), TimeUnit.MILLISECONDS)) {
                http.get("/_ping", CONNECT);
            }
        } catch (IOException e) {
            if (over.getCount() > 0) {
                connection.cut(new IOException("Docker does not answer: " + e.getMessage(), e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void notifyLost(String reason) {
        if (lost) {
            return;
        }
        lost = true;
        LOG.warnf("docker events lost reason=\"%s\"", reason);
        try {
            listener.lost(reason);
        } catch (RuntimeException e) {
            LOG.error("a listener failed while handling the loss of Docker's events", e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }
}
