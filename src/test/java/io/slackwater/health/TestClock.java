package io.slackwater.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that advances only on request. */
public final class TestClock extends Clock {

    private final AtomicReference<Instant> now;

    public TestClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    /** @param offsetDateTime for example {@code 2026-06-01T12:00+02:00} */
    public static TestClock at(String offsetDateTime) {
        return new TestClock(OffsetDateTime.parse(offsetDateTime).toInstant());
    }

    public void set(String offsetDateTime) {
        set(OffsetDateTime.parse(offsetDateTime).toInstant());
    }

    public void advance(Duration by) {
        now.updateAndGet(time -> time.plus(by));
    }

    public void set(Instant time) {
        now.set(time);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("tests need only instants");
    }
}
