package io.slackwater.live;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;

/**
 * The open streams of events, a limited number in total and for each user. A stream ends with the sign-in of its user,
 * and no event follows the end of that sign-in. Safe for use by several threads; never waits for a client.
 */
public final class EventStreams implements AutoCloseable {

    private final Clock clock;
    private final Limits limits;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /**
     * How many streams there may be.
     *
     * @param longest a stream ends after this time; its client opens another one, and authenticates again
     * @param stuck a client that reads nothing for this time is disconnected
     */
    public record Limits(int total, int perUser, Duration longest, Duration stuck) {

        public static final Limits DEFAULT = new Limits(200, 50, Duration.ofMinutes(10), Duration.ofMinutes(1));
    }

    /**
     * The receiver of a stream.
     *
     * @param signedIn whether the user is still signed in and may see events; must not wait
     * @param disconnect cuts the connection
     */
    public record Viewer(String user, BooleanSupplier signedIn, Runnable disconnect) {}

    /** The answer to a request for a stream. */
    public sealed interface Opening {

        /** The stream is open. The limit counts the stream until the subscriber cancels or the stream completes. */
        record Open(Flow.Publisher<LiveEvent> events) implements Opening {}

        /** This user has too many streams. */
        record UserFull(int limit) implements Opening {}

        /** There are too many streams in total, or Slackwater is stopping. */
        record Full(int limit) implements Opening {}
    }

    public EventStreams(Clock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /** Opens a stream, unless there are too many. Its first event is a heartbeat. */
    public synchronized Opening open(Viewer viewer) {
        if (closed || streams.size() >= limits.total()) {
            return new Opening.Full(limits.total());
        }
        long own = streams.stream()
                .filter(stream -> stream.user().equals(viewer.user()))
                .count();
        if (own >= limits.perUser()) {
            return new Opening.UserFull(limits.perUser());
        }
        EventStream stream = new EventStream(viewer, clock, streams::remove);
        streams.add(stream);
        return new Opening.Open(stream);
    }

    public int size() {
        return streams.size();
    }

    void publish(LiveEvent event) {
        for (EventStream stream : streams) {
            if (stream.signedIn()) {
                stream.send(event);
            } else {
                end(stream);
            }
        }
    }

    /**
     * Sends heartbeats. Ends streams whose user is no longer signed in and streams that are too old. Disconnects
     * clients that do not read. Call it more often than proxies drop silent connections.
     */
    public void beat() {
        for (EventStream stream : streams) {
            if (!stream.signedIn() || stream.openFor(limits.longest())) {
                end(stream);
            } else if (stream.stuckFor(limits.stuck())) {
                streams.remove(stream);
                stream.disconnect();
            } else {
                stream.heartbeat();
            }
        }
    }

    /** Ends all streams. Loss prevented: the shutdown would wait for the open answers. */
    @Override
    public synchronized void close() {
        closed = true;
        streams.forEach(this::end);
    }

    private void end(EventStream stream) {
        streams.remove(stream);
        stream.end();
    }
}
