package io.slackwater.discovery;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The label {@code slackwater.files.exclude}: patterns of files that no backup contains, relative to the root of each
 * tree. {@code *} and {@code ?} match within one name. One {@code **} alone between slashes matches any number of
 * directories, also none. A match also excludes everything below the path.
 */
public record ExcludedFiles(List<String> patterns) {

    public static final String LABEL = "slackwater.files.exclude";

    static final ExcludedFiles NONE = new ExcludedFiles(List.of());

    private static final String ANY_DEPTH = "**";
    /** One name of a pattern. Leaves out {@code [sets]}, which restic and Java interpret differently. */
    private static final Pattern NAME =
            Pattern.compile("\\*\\*|(?:[^\\\\*\\[\\p{Cntrl}]++|\\\\\\P{Cntrl}|\\*(?!\\*))+");

    private static final Pattern EVERYTHING = Pattern.compile("\\*\\*?|\\*\\*/\\*|\\*/\\*\\*");

    public ExcludedFiles {
        patterns = List.copyOf(patterns);
    }

    /**
     * Checks the patterns of a label.
     *
     * @throws IllegalArgumentException a pattern is invalid; the message continues a sentence that begins with the value
     */
    static ExcludedFiles of(List<String> patterns) {
        List<String> trimmed = patterns.stream()
                .map(pattern -> pattern.replaceFirst("(?<=.)/$", ""))
                .toList();
        for (String pattern : trimmed) {
            if (pattern.startsWith("/")) {
                throw new IllegalArgumentException("contains '" + pattern
                        + "', which begins with a slash; write it relative to the root of the volume");
            }
            List<String> names = names(pattern);
            // restic 0.18 misses some matches of a second **.
            if (!names.stream().allMatch(ExcludedFiles::valid) || Collections.frequency(names, ANY_DEPTH) > 1) {
                throw new IllegalArgumentException(
                        "contains '" + pattern + "', which is not a relative path or a glob of *, ? and one **");
            }
            if (EVERYTHING.matcher(pattern).matches()) {
                throw new IllegalArgumentException("contains '" + pattern + "', which excludes all files");
            }
        }
        return new ExcludedFiles(trimmed);
    }

    private static boolean valid(String name) {
        return NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }

    private static List<String> names(String pattern) {
        return List.of(pattern.split("/", -1));
    }

    /** The patterns for restic, as absolute paths below the root. */
    List<String> below(Path root) {
        return patterns.stream().map(pattern -> escaped(root) + "/" + pattern).toList();
    }

    /** Escapes a path for restic's exclude patterns (Go's {@code filepath.Match}). */
    static String escaped(Path path) {
        return path.toString().replaceAll("([\\\\*?\\[])", "\\\\$1");
    }

    /**
     * Returns a pattern that can exclude the path or anything below it.
     *
     * @param path relative to the root
     */
    Optional<String> reaching(Path path) {
        return patterns.stream()
                .filter(pattern -> reaches(names(pattern), names(path.toString())))
                .findFirst();
    }

    private static boolean reaches(List<String> pattern, List<String> path) {
        if (pattern.isEmpty() || path.isEmpty()) {
            return true;
        }
        List<String> deeper = path.subList(1, path.size());
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.getFirst().equals(ANY_DEPTH)) {
            return reaches(rest, path) || reaches(pattern, deeper);
        }
        return FileSystems.getDefault()
                        .getPathMatcher("glob:" + pattern.getFirst().replaceAll("[{}]", "\\\\$0"))
                        .matches(Path.of(path.getFirst()))
                && reaches(rest, deeper);
    }

    /** The patterns as one text for messages. */
    @Override
    public String toString() {
        return String.join(", ", patterns);
    }
}
