package io.slackwater.freeze;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reads {@code uptime} below {@code /proc} (proc(5)), which is exact to a hundredth of a second. */
public record KernelBootClock(Path proc) implements BootClock {

    private static final int NANO_DIGITS = 9;

    @Override
    public Duration uptime() {
        Path file = proc.resolve("uptime");
        try {
            String seconds = Files.readString(file).split(" ", 2)[0];
            return Duration.ofNanos(
                    new BigDecimal(seconds).movePointRight(NANO_DIGITS).longValueExact());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read " + file + ", so no container can be paused with a deadline", e);
        }
    }
}
