package io.slackwater.capture;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/**
 * The subset of restic's exclude patterns that datasets use: absolute paths with {@code *} and {@code ?} inside one component, and
 * {@code \\} before a literal character. A match excludes the path and everything below it.
 */
final class ExcludePatterns {

    private final List<PathMatcher> patterns;

    /** @throws IllegalArgumentException for a pattern that restic reads differently than Java */
    ExcludePatterns(List<String> excludes) {
        this.patterns = excludes.stream().map(ExcludePatterns::matcher).toList();
    }

    private static PathMatcher matcher(String exclude) {
        boolean sets = exclude.replaceAll("\\\\.", "").contains("[");
        if (!exclude.startsWith("/") || exclude.contains("**") || sets) {
            throw new IllegalArgumentException("The exclude pattern \"" + exclude
                    + "\" must be an absolute path without sets, and * stays inside one component");
        }
        // Braces are literal characters for restic only.
        return FileSystems.getDefault().getPathMatcher("glob:" + exclude.replaceAll("[{}]", "\\\\$0"));
    }

    boolean match(Path path) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
