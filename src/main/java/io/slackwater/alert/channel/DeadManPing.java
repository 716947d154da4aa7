package io.slackwater.alert.channel;

import io.slackwater.journal.AlarmStore;
import io.slackwater.journal.JournalException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A dead-man's switch: calls the policy's {@code alerts.ping} once for each {@link io.slackwater.alert.GoodNight}. The service behind that
 * address raises an alarm when a call is missing. A failed call is repeated. Never blocks the caller. Safe for use by
 * several threads.
 */
public final class DeadManPing implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DeadManPing.class);

    private final Supplier<Optional<URI>> url;
    private final Clock clock;
    private final HttpCall http;
    private final AtomicBoolean onTheWay = new AtomicBoolean();
    private final AlarmStore store;
    private final AtomicLong failures = new AtomicLong();

    /**
     * @param url returns the policy's {@code alerts.ping}; called each time
     * @param store remembers the last reported night, so that each night is reported once
     */
    public DeadManPing(Supplier<Optional<URI>> url, Clock clock, Duration timeout, AlarmStore store) {
        this.url = url;
        this.clock = clock;
        this.store = store;
        this.http = new HttpCall(timeout);
    }

    /**
     * Reports that all backups due until this time succeeded. Does nothing if it was reported before.
     *
     * @param night the time of the newest verified snapshot
     */
    public void good(Instant night) {
        Optional<URI> address = url.get();
        Instant now = clock.instant();
        // A night in the future comes from a wrong clock.
        boolean known = store.pinged()
                .filter(last -> !night.isAfter(last) && !last.isAfter(now))
                .isPresent();
        if (address.isEmpty() || known || !onTheWay.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("slackwater-ping").start(() -> ping(address.get(), night));
    }

    private void ping(URI address, Instant night) {
        try {
            Optional<String> failure = http.call(address, HttpRequest.Builder::GET);
            if (failure.isPresent()) {
                failures.incrementAndGet();
                LOG.warnf("ping=failed %s", failure.get());
            } else {
                store.pinged(night);
            }
        } catch (JournalException e) {
            LOG.warnf("ping=sent; the journal could not record it, so it may be sent again reason=%s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            onTheWay.set(false);
        }
    }

    /** Returns the number of failed calls since the start. */
    public long failures() {
        return failures.get();
    }

    @Override
    public void close() {
        http.close();
    }
}
