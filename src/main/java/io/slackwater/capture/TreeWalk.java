package io.slackwater.capture;

import io.slackwater.journal.EndCause;
import io.slackwater.repository.TreeEntry;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Lists the entries of a tree that {@code restic backup --exclude-caches} stores (measured with restic 0.18). Symbolic
 * links are not followed, and sockets are left out. A directory with a valid {@code CACHEDIR.TAG} is listed with only
 * that tag.
 */
public final class TreeWalk {

    private static final int TYPE_BITS = 0170000;
    private static final int SOCKET = 0140000;

    private final Path root;
    private final ExcludePatterns excludes;
    private final Visitor visitor;
    private boolean ended;
    private final Deque<Directory> open = new ArrayDeque<>();

    private record Directory(Path path, String name) {}

    /**
     * An entry of a tree on disk.
     *
     * @param path as the file system names it
     * @param touched the later of the times of modification and of change, in nanoseconds since 1970
     * @param device the number of the file system
     */
    public record Visited(TreeEntry entry, Path path, long touched, long device) {}

    /** Takes the entries of a tree. */
    @FunctionalInterface
    public interface Visitor {
        /** Returns whether the walk continues. */
        boolean visit(Visited visited) throws CaptureException;
    }

    private TreeWalk(Path root, List<String> excludes, Visitor visitor) {
        this.root = root;
        this.excludes = new ExcludePatterns(excludes);
        this.visitor = visitor;
    }

    /**
     * Whether the tree contains this existing file, and neither a pattern nor a cache tag excludes it.
     *
     * @param file a path without symbolic links in its parents
     */
    public static boolean holds(Path root, List<String> excludes, Path file) {
        ExcludePatterns patterns = new ExcludePatterns(excludes);
        for (Path at = file; at != null && at.startsWith(root); at = at.getParent()) {
            if (patterns.match(at) || (!at.equals(file) && CacheTag.in(at))) {
                return false;
            }
        }
        return file.startsWith(root);
    }

    /** Whether the tree contains such an entry. Fails as {@link #visit}. */
    public static boolean contains(Path root, List<String> excludes, Predicate<TreeEntry> wanted) throws IOException {
        return visit(root, excludes, visited -> !wanted.test(visited.entry()));
    }

    /**
     * Passes the root and everything below it to the visitor, in any order, until the visitor returns false. Leaves out
     * files that are removed during the walk.
     *
     * @param excludes restic's exclude patterns, as absolute paths
     * @return whether the visitor ended the walk
     * @throws CaptureException restic would not store the root
     * @throws IOException an entry cannot be read; the message names its path
     * @throws IllegalArgumentException an exclude pattern is not supported
     */
    public static boolean visit(Path root, List<String> excludes, Visitor visitor) throws IOException {
        Path parent = root.getParent();
        if (parent != null && CacheTag.in(parent)) {
            throw new CaptureException(
                    root + " would not be stored: its parent directory is marked as a cache by "
                            + parent.resolve(CacheTag.NAME)
                            + "; remove that file, or mount the data from another directory",
                    EndCause.SOURCE_INVALID);
        }
        TreeWalk walk = new TreeWalk(root, excludes, visitor);
        try {
            walk.add(root, root.toString());
            while (!walk.ended && !walk.open.isEmpty()) {
                walk.list(walk.open.pop());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return walk.ended;
    }

    private void list(Directory directory) throws IOException {
        boolean tagged = CacheTag.in(directory.path());
        String prefix = directory.name().equals("/") ? "/" : directory.name() + "/";
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory.path())) {
            for (Path child : children) {
                String name = name(child);
                if (ended) {
                    return;
                }
                if (!tagged || name.equals(CacheTag.NAME)) {
                    addUnlessVanished(child, prefix + name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException vanished) {
            if (directory.path().equals(root)) {
                throw vanished;
            }
        }
    }

    /** The last part of the path as UTF-8 in any locale. Java decodes a name this way only in a URI. */
    private static String name(Path path) {
        String name = String.valueOf(path.getFileName());
        if (name.chars().allMatch(c -> c < 0x80)) {
            return name;
        }
        String uri = path.toUri().getPath();
        String file = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private void addUnlessVanished(Path path, String name) throws IOException {
        try {
            add(path, name);
        } catch (NoSuchFileException vanished) {
            // The file was removed after its directory was read.
            return;
        }
    }

    private void add(Path path, String name) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(path, "unix:mode,size,lastModifiedTime,ctime,dev", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) attributes.getOrDefault("mode", 0) & TYPE_BITS;
        if (mode == SOCKET || excludes.match(path)) {
            return;
        }
        String type = type(mode);
        long size = type.equals("file") ? (Long) attributes.getOrDefault("size", 0L) : 0;
        long modified = nanos(attributes, "lastModifiedTime");
        Visited visited = new Visited(
                new TreeEntry(name, type, size, modified), path, Math.max(modified, nanos(attributes, "ctime")), (Long)
                        attributes.getOrDefault("dev", 0L));
        ended = ended || !visitor.visit(visited);
        if (type.equals("dir")) {
            open.push(new Directory(path, name));
        }
    }

    private static long nanos(Map<String, Object> attributes, String time) {
        return ((FileTime) attributes.getOrDefault(time, FileTime.fromMillis(0))).to(TimeUnit.NANOSECONDS);
    }

    /** restic's word for a file type of inode(7). */
    private static String type(int mode) {
        return switch (mode) {
            case 0040000 -> "dir";
            case 0120000 -> "symlink";
            case 0010000 -> "fifo";
            case 0060000 -> "dev";
            case 0020000 -> "chardev";
            case 0100000 -> "file";
            default -> "irregular";
        };
    }
}
