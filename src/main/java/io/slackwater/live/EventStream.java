package io.slackwater.live;

import io.slackwater.live.EventStreams.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events for one open page. Keeps few events for a client that reads slowly; drops all of them beyond that, and
 * tells the client to load the page again. Safe for use by several threads; never waits for the client.
 */
final class EventStream implements Flow.Publisher<LiveEvent>, Flow.Subscription {

    static final int MOST_WAITING = 64;

    private final Viewer viewer;
    private final Clock clock;
    private final Consumer<EventStream> gone;
    private final Instant opened;
    private final Deque<LiveEvent> waiting = new ArrayDeque<>();
    /** Above 0 while a thread sends. Others only count up, and that thread sends for them. */
    private final AtomicInteger work = new AtomicInteger();

    private Flow.@Nullable Subscriber<? super LiveEvent> client;
    private long demand;
    private boolean over;
    private Instant lastRead;

    /** @param gone called when the client left */
    EventStream(Viewer viewer, Clock clock, Consumer<EventStream> gone) {
        this.viewer = viewer;
        this.clock = clock;
        this.gone = gone;
        this.opened = clock.instant();
        this.lastRead = opened;
        waiting.add(LiveEvent.HEARTBEAT);
    }

    String user() {
        return viewer.user();
    }

    boolean signedIn() {
        return viewer.signedIn().getAsBoolean();
    }

    boolean openFor(Duration time) {
        return !clock.instant().isBefore(opened.plus(time));
    }

    /** Whether events have waited for this time, and the client has read none of them. */
    synchronized boolean stuckFor(Duration time) {
        return !waiting.isEmpty() && !clock.instant().isBefore(lastRead.plus(time));
    }

    void send(LiveEvent event) {
        synchronized (this) {
            if (waiting.isEmpty()) {
                lastRead = clock.instant();
            }
            if (waiting.size() == MOST_WAITING) {
                waiting.clear();
                waiting.add(LiveEvent.REFRESH);
            }
            waiting.add(event);
        }
        drain();
    }

    /** Sends a sign of life, unless the client has other events to read. */
    void heartbeat() {
        boolean idle;
        synchronized (this) {
            idle = waiting.isEmpty();
        }
        if (idle) {
            send(LiveEvent.HEARTBEAT);
        }
    }

    /** Ends the stream properly. The client may open another one. */
    void end() {
        synchronized (this) {
            over = true;
        }
        drain();
    }

    /** Cuts the connection of a client that does not read. */
    void disconnect() {
        end();
        viewer.disconnect().run();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super LiveEvent> subscriber) {
        synchronized (this) {
            client = subscriber;
        }
        subscriber.onSubscribe(this);
        drain();
    }

    @Override
    public void request(long n) {
        synchronized (this) {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        }
        drain();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            over = true;
            client = null;
        }
        gone.accept(this);
    }

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int counted = 1;
        do {
            while (step()) {
                // Each step sends one event.
            }
            counted = work.addAndGet(-counted);
        } while (counted != 0);
    }

    /** Sends the next event or the end. Returns whether there may be more. */
    private boolean step() {
        Flow.Subscriber<? super LiveEvent> to;
        LiveEvent next = null;
        boolean last;
        synchronized (this) {
            to = client;
            last = over;
            if (last) {
                client = null;
                waiting.clear();
            } else if (to != null && demand > 0) {
                next = waiting.poll();
            }
            if (next != null) {
                demand--;
                lastRead = clock.instant();
            }
        }
        if (to != null && next != null) {
            to.onNext(next);
        } else if (to != null && last) {
            to.onComplete();
        }
        return next != null;
    }
}
