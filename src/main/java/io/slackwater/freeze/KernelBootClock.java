package io.slackwater.freeze;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reads {@code sys/kernel/random/boot_id} and {@code uptime} below {@code /proc} (proc(5)). The uptime is exact to a
 * hundredth of a second.
 */
public record KernelBootClock(Path proc) implements BootClock {

    private static final int NANO_DIGITS = 9;

    @Override
    public String bootId() {
        return read(proc.resolve("sys/kernel/random/boot_id"));
    }

    @Override
    public Duration uptime() {
        String seconds = read(proc.resolve("uptime")).split(" ", 2)[0];
        return Duration.ofNanos(
                new BigDecimal(seconds).movePointRight(NANO_DIGITS).longValueExact());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read " + file + ", so no container can be paused with a deadline", e);
        }
    }
}
