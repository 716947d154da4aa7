package io.slackwater.restore;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the directories of snapshots that were looked into last, because users turn pages and go back. Keeps at most
 * {@value #MOST} directories, {@link #BYTES} of temporary files, and each for {@link #TIME}. Snapshots never change, so a
 * kept directory is never wrong. Safe for use by several threads.
 */
final class ListedDirectories {

    static final int MOST = 8;
    static final Duration TIME = Duration.ofMinutes(10);
    private static final long BYTES = 64L << 20;

    private final Clock clock;
    /** The least recently used one comes first. */
    private final Map<Key, Kept> kept = new LinkedHashMap<>(MOST, 1, true);

    /**
     * Names a directory.
     *
     * @param repository the restic id of the repository
     */
    record Key(String repository, String snapshot, String path) {}

    /** A directory and the time at which it was listed. */
    private record Kept(ListedDirectory directory, Instant since) {}

    /** Reads a directory while it cannot be deleted. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ListedDirectory directory) throws IOException;
    }

    ListedDirectories(Clock clock) {
        this.clock = clock;
    }

    /** Reads a kept directory; null when it is not kept. */
    synchronized <T> @Nullable T read(Key key, Reader<T> reader) throws IOException {
        expire();
        Kept found = kept.get(key);
        return found == null ? null : reader.read(found.directory());
    }

    /** Reads a new directory, and keeps it. */
    synchronized <T> T keep(Key key, ListedDirectory directory, Reader<T> reader) throws IOException {
        Kept before = kept.put(key, new Kept(directory, clock.instant()));
        if (before != null) {
            before.directory().close();
        }
        try {
            return reader.read(directory);
        } finally {
            expire();
        }
    }

    private void expire() throws IOException {
        Instant oldest = clock.instant().minus(TIME);
        List<Key> over = new ArrayList<>();
        int left = kept.size();
        long bytes =
                kept.values().stream().mapToLong(one -> one.directory().bytes()).sum();
        for (Map.Entry<Key, Kept> one : kept.entrySet()) {
            if (one.getValue().since().isBefore(oldest) || left > MOST || bytes > BYTES) {
                over.add(one.getKey());
                left--;
                bytes -= one.getValue().directory().bytes();
            }
        }
        for (Key key : over) {
            Kept removed = kept.remove(key);
            if (removed != null) {
                removed.directory().close();
            }
        }
    }
}
