package io.slackwater.observe;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A dead-man's switch: asks the policy's {@code alerts.ping} with GET after good scheduler passes, so that a service elsewhere
 * notices when this one is silent. It says "I am alive and my loop works", not that all is well: that is what alarms are for. Never
 * blocks the caller. Safe for use by several threads.
 */
public final class DeadManPing implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DeadManPing.class);

    private final Supplier<Optional<URI>> url;
    private final Clock clock;
    private final Duration gap;
    private final HttpCall http;
    private final AtomicBoolean onTheWay = new AtomicBoolean();
    private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);
    private final AtomicLong failures = new AtomicLong();
    private final AtomicReference<Optional<String>> lastFailure = new AtomicReference<>(Optional.empty());

    /**
     * @param url the policy's {@code alerts.ping}, asked each time
     * @param gap pings closer together than this are left out: passes are frequent, and services limit rates
     */
    public DeadManPing(Supplier<Optional<URI>> url, Clock clock, Duration timeout, Duration gap) {
        this.url = url;
        this.clock = clock;
        this.gap = gap;
        this.http = new HttpCall(timeout);
    }

    /** A scheduler pass was completed. */
    public void passed() {
        Optional<URI> address = url.get();
        Instant now = clock.instant();
        Instant before = last.get();
        // A clock that was set back must not silence the ping until it has caught up.
        boolean soon = !now.isBefore(before) && now.isBefore(before.equals(Instant.MIN) ? before : before.plus(gap));
        if (address.isEmpty() || soon || !onTheWay.compareAndSet(false, true)) {
            return;
        }
        last.set(now);
        Thread.ofVirtual().name("slackwater-ping").start(() -> ping(address.get()));
    }

    private void ping(URI address) {
        try {
            Optional<String> failure =
                    http.call(address, HttpRequest.Builder::GET).failure();
            failure.ifPresent(why -> {
                failures.incrementAndGet();
                if (lastFailure.get().isEmpty()) {
                    LOG.warnf("ping=failed %s", why);
                }
            });
            lastFailure.set(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            onTheWay.set(false);
        }
    }

    /** How many pings failed since the start. */
    public long failures() {
        return failures.get();
    }

    /** Why the last ping failed; empty when it did not. */
    public Optional<String> lastFailure() {
        return lastFailure.get();
    }

    @Override
    public void close() {
        http.close();
    }
}
