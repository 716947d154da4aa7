package io.slackwater.policy;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;

/**
 * A pattern of files, with the syntax of {@code .gitignore}. Without a slash it matches a name at any depth. With a
 * slash it matches a path below a directory; with a leading slash, an absolute path on the host. {@code *} stays within
 * one name, {@code **} crosses directories. A pattern for a directory includes all its files. Immutable.
 */
public final class FilePattern {

    private enum Reach {
        ANYWHERE,
        BELOW,
        HOST
    }

    private final Reach reach;
    private final String pattern;
    private final PathMatcher matcher;

    /**
     * Parses a pattern.
     *
     * @throws IllegalArgumentException the pattern is invalid. The message continues a sentence that begins with the
     *      pattern
     */
    public FilePattern(String text) {
        String clean = text.strip();
        if (clean.isEmpty()) {
            throw new IllegalArgumentException("is empty");
        }
        if (clean.startsWith("!")) {
            throw new IllegalArgumentException("begins with '!', but exceptions are not supported");
        }
        clean = clean.startsWith("./") ? clean.substring(2) : clean;
        if (("/" + clean + "/").contains("/../")) {
            throw new IllegalArgumentException("contains '..'");
        }
        clean = clean.endsWith("/") ? clean.substring(0, clean.length() - 1) : clean;
        boolean rooted = clean.startsWith("/");
        boolean anywhere = clean.startsWith("**/") || !clean.contains("/");
        clean = clean.endsWith("/**") ? clean.substring(0, clean.length() - 3) : clean;
        clean = clean.startsWith("**/") ? clean.substring(3) : clean;
        if (clean.isEmpty() || clean.equals("*") && rooted) {
            throw new IllegalArgumentException("matches all files of the host");
        }
        this.reach = rooted ? Reach.HOST : anywhere ? Reach.ANYWHERE : Reach.BELOW;
        this.pattern = clean;
        try {
            this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + clean);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not a valid glob pattern", e);
        }
    }

    /**
     * Whether the pattern matches this path itself, not only a parent directory.
     *
     * @param root the directory to which patterns without a leading slash refer
     */
    public boolean names(Path root, Path path) {
        if (reach == Reach.HOST) {
            return matcher.matches(path);
        }
        if (!path.startsWith(root) || path.equals(root)) {
            return false;
        }
        Path relative = root.relativize(path);
        if (reach == Reach.BELOW) {
            return matcher.matches(relative);
        }
        int names = relative.getNameCount();
        for (int from = 0; from < names; from++) {
            if (matcher.matches(relative.subpath(from, names))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the pattern may match a path below this directory. Compares only the part before the first wildcard. */
    public boolean leadsInto(Path root, Path directory) {
        if (reach == Reach.ANYWHERE) {
            return false;
        }
        Path at = reach == Reach.HOST || !directory.startsWith(root) ? directory : root.relativize(directory);
        int wildcard = pattern.split("[*?\\[{\\\\]", 2)[0].length();
        String literal = pattern.substring(0, wildcard);
        return (literal + "/").startsWith(at + "/");
    }
}
