package io.slackwater.kind.config;

import io.slackwater.kind.config.NotStored.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Walks a directory breadth first and offers each file to {@link FileChoice}. When the limit is reached, the deepest
 * files are left out. Used by one thread.
 */
final class DirectoryWalk {

    private final FileChoice choice;
    private final Set<Path> remote;
    private final Deque<Level> waiting = new ArrayDeque<>();
    private int entries;

    /**
     * A directory to walk.
     *
     * @param all true to take every file; false to take only files that the policy includes
     */
    private record Level(Path directory, boolean all) {}

    /**
     * Creates a walk.
     *
     * @param remote the mount points of network file systems
     * @param entries the highest number of files and directories to visit
     */
    DirectoryWalk(FileChoice choice, Set<Path> remote, int entries) {
        this.choice = choice;
        this.remote = remote;
        this.entries = entries;
    }

    void walk(Path root) {
        waiting.add(new Level(root, true));
        while (!waiting.isEmpty()) {
            Level level = waiting.remove();
            try {
                look(level);
            } catch (NoSuchFileException e) {
                // The directory was removed after its parent was read.
                continue;
            } catch (IOException e) {
                choice.unreadable(level.directory(), e, false);
            }
        }
    }

    private void look(Level level) throws IOException {
        boolean all = level.all();
        if (!choice.isRoot(level.directory())) {
            all = (all || choice.included(level.directory())) && !choice.skips(level.directory());
            if (!all && !choice.leadsToIncluded(level.directory())) {
                return;
            }
        }
        for (Path child : children(level.directory())) {
            if (--entries < 0) {
                choice.leave(
                        level.directory(),
                        Reason.BOUND,
                        false,
                        "there are too many files, so some in this directory were not checked");
                return;
            }
            if (remote.contains(child) && !choice.included(child)) {
                choice.leave(child, Reason.DATA, false, "a network file system is mounted there");
            } else if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                waiting.add(new Level(child, all));
            } else if (all || choice.included(child)) {
                choice.found(child);
            }
        }
    }

    /** The directory's entries, sorted. Returns at most one entry more than the limit allows. */
    private List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.limit(Math.max(0, entries) + 1L).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
