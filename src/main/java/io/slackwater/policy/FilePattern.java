package io.slackwater.policy;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;

/**
 * A pattern of files, with the syntax of {@code .gitignore}. A pattern without a slash is the name of a file or directory at any depth.
 * A pattern with a slash is a path below the directory; a leading slash makes it a whole path of the host. {@code *} stays within one
 * name, {@code **} does not. A pattern for a directory includes all its files. Immutable.
 */
public final class FilePattern {

    private enum Scope {
        ANYWHERE,
        BELOW,
        HOST
    }

    private final Scope scope;
    private final String pattern;
    private final PathMatcher matcher;

    /** @throws IllegalArgumentException the pattern is invalid. The message is the end of a sentence whose subject is the pattern */
    public FilePattern(String text) {
        String clean = text.strip();
        if (clean.isEmpty()) {
            throw new IllegalArgumentException("is empty");
        }
        if (clean.startsWith("!")) {
            throw new IllegalArgumentException("begins with '!', which is not known here");
        }
        clean = clean.startsWith("./") ? clean.substring(2) : clean;
        if (("/" + clean + "/").contains("/../")) {
            throw new IllegalArgumentException("holds '..'");
        }
        clean = clean.endsWith("/") ? clean.substring(0, clean.length() - 1) : clean;
        boolean rooted = clean.startsWith("/");
        boolean anywhere = clean.startsWith("**/") || !clean.contains("/");
        clean = clean.endsWith("/**") ? clean.substring(0, clean.length() - 3) : clean;
        clean = clean.startsWith("**/") ? clean.substring(3) : clean;
        if (clean.isEmpty() || clean.equals("*") && rooted) {
            throw new IllegalArgumentException("names everything of the host");
        }
        this.scope = rooted ? Scope.HOST : anywhere ? Scope.ANYWHERE : Scope.BELOW;
        this.pattern = clean;
        try {
            this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + clean);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no glob", e);
        }
    }

    /**
     * Whether the pattern names this very file or directory.
     *
     * @param root the directory that patterns without a leading slash begin at
     */
    public boolean names(Path root, Path path) {
        if (scope == Scope.HOST) {
            return matcher.matches(path);
        }
        if (!path.startsWith(root) || path.equals(root)) {
            return false;
        }
        Path relative = root.relativize(path);
        if (scope == Scope.BELOW) {
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

    /** Whether the pattern can name something in this directory, by the names before its first wildcard. */
    public boolean leadsInto(Path root, Path directory) {
        if (scope == Scope.ANYWHERE) {
            return false;
        }
        Path at = scope == Scope.HOST || !directory.startsWith(root) ? directory : root.relativize(directory);
        int wildcard = pattern.split("[*?\\[{\\\\]", 2)[0].length();
        String literal = pattern.substring(0, wildcard);
        return (literal + "/").startsWith(at + "/");
    }
}
