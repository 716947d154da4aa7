package io.slackwater.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The size of a tree, measured while its container runs.
 *
 * @param entries the number of files, directories and links
 * @param bytes the sum of the sizes of the files
 * @param changed the bytes of the files that were touched since a time
 * @param fileSystems one directory of each file system in the tree, and Linux's word for the file system's type
 */
public record TreeSize(long entries, long bytes, long changed, Map<Path, String> fileSystems) {

    public TreeSize {
        fileSystems = Map.copyOf(fileSystems);
    }

    /**
     * Measures a tree as {@code restic backup --exclude-caches} reads it. Its memory does not grow with the tree.
     *
     * @throws IOException an entry cannot be read; the message names its path
     */
    public static TreeSize of(Path root, List<String> excludes, Instant since) throws IOException {
        long from = FileTime.from(since).to(TimeUnit.NANOSECONDS);
        Counter counter = new Counter(from);
        TreeWalk.visit(root, excludes, counter::count);
        Map<Path, String> types = new HashMap<>();
        for (Path directory : counter.devices.values()) {
            types.put(directory, Files.getFileStore(directory).type());
        }
        return new TreeSize(counter.entries, counter.bytes, counter.changed, types);
    }

    private static final class Counter {

        private final long since;
        private final Map<Long, Path> devices = new HashMap<>();
        private long entries;
        private long bytes;
        private long changed;

        Counter(long since) {
            this.since = since;
        }

        boolean count(TreeWalk.Visited visited) {
            entries++;
            bytes += visited.entry().size();
            if (visited.touched() >= since) {
                changed += visited.entry().size();
            }
            devices.putIfAbsent(visited.device(), visited.path());
            return true;
        }
    }
}
