package io.slackwater.capture;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/**
 * Matches paths against restic's exclude patterns, in the subset that datasets use: absolute paths, {@code *} and
 * {@code ?} within one name, and {@code \\} before a literal character. A match also excludes everything below the
 * path.
 */
final class ExcludePatterns {

    private final List<PathMatcher> patterns;

    /**
     * Parses the patterns.
     *
     * @throws IllegalArgumentException restic and Java would interpret a pattern differently
     */
    ExcludePatterns(List<String> excludes) {
        this.patterns = excludes.stream().map(ExcludePatterns::matcher).toList();
    }

    private static PathMatcher matcher(String exclude) {
        boolean sets = exclude.replaceAll("\\\\.", "").contains("[");
        if (!exclude.startsWith("/") || exclude.contains("**") || sets) {
            throw new IllegalArgumentException(
                    "The exclude pattern \"" + exclude + "\" must be an absolute path without ** and without [sets]");
        }
        // Braces are literal characters for restic only.
        return FileSystems.getDefault().getPathMatcher("glob:" + exclude.replaceAll("[{}]", "\\\\$0"));
    }

    boolean match(Path path) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
