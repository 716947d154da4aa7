package io.slackwater.discovery;

import java.util.List;
import org.apache.commons.io.FilenameUtils;

/**
 * Patterns of mount paths in the container, from a label. {@code *} matches any characters, also slashes; {@code ?}
 * matches one character.
 *
 * @param patterns without a trailing slash
 */
record Destinations(List<String> patterns) {

    static final Destinations NONE = new Destinations(List.of());

    Destinations {
        patterns = patterns.stream().map(Destinations::trimmed).toList();
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    boolean match(String destination) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, destination));
    }

    /** Whether a pattern equals this path. */
    boolean name(String destination) {
        return patterns.contains(trimmed(destination));
    }

    /** The patterns that match none of these paths. */
    List<String> without(List<String> destinations) {
        return patterns.stream()
                .filter(pattern -> destinations.stream().noneMatch(d -> matches(pattern, d)))
                .toList();
    }

    private static boolean matches(String pattern, String destination) {
        return FilenameUtils.wildcardMatch(trimmed(destination), pattern);
    }

    private static String trimmed(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
