package io.slackwater.host;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file system that Slackwater needs, as it was last measured. Immutable.
 *
 * @param name the device or network share, as {@code df} shows it, such as {@code /dev/sda1}
 * @param places what is on it
 * @param totalBytes the bytes that programs can use; without the part that the file system reserves for root
 * @param freeBytes the free part of them
 * @param fullAt when it will be full at the growth of the last two weeks; empty when it does not grow, or was measured
 *     too briefly
 */
public record Disk(String name, List<DiskPlace> places, long totalBytes, long freeBytes, Optional<Instant> fullAt) {

    public Disk {
        places = List.copyOf(places);
    }

    /** Returns the used part in percent, rounded up as {@code df} does. */
    public int usedPercent() {
        return totalBytes == 0 ? 0 : (int) Math.ceil(100.0 * (totalBytes - freeBytes) / totalBytes);
    }
}
