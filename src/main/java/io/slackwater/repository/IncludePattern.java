package io.slackwater.repository;

/**
 * Escapes an absolute path for a line of restic's {@code --include-file}. restic trims each line, expands {@code
 * $NAME}, and interprets the rest as a pattern of Go's {@code filepath.Match} (restic documentation, "Excluding
 * Files").
 */
final class IncludePattern {

    private IncludePattern() {}

    /** A pattern that matches only this path. The path must not contain a newline. */
    static String of(String path) {
        return path.replaceAll("[\\\\*?\\[\\]]", "\\\\$0")
                .replace("$", "$$")
                // In brackets, restic does not trim a white-space character at the end of the line.
                .replaceAll("(?U)\\s\\z", "[$0]");
    }
}
