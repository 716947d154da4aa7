package io.slackwater.discovery;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image reference without registry, tag and digest.
 *
 * @param path the words between the slashes, such as {@code [acme, wiki]}; empty for a bare image id
 */
public record ImageName(List<String> path) {

    /**
     * The Distribution reference grammar. The first word is a registry if it contains a dot or a port, or is localhost.
     */
    private static final Pattern REFERENCE = Pattern.compile("(?:(?:[^/]*[.:][^/]*|localhost)/)?([^:@]*)(?:[:@].*)?");

    public ImageName {
        path = List.copyOf(path);
    }

    public static ImageName of(String reference) {
        Matcher name = REFERENCE.matcher(reference);
        boolean bare = reference.matches("sha256:.*|[0-9a-f]{12,64}");
        return new ImageName(
                bare || !name.matches() ? List.of() : List.of(name.group(1).split("/")));
    }

    /** The last word, which is the image's own name; empty for a bare image id. */
    public String last() {
        return path.isEmpty() ? "" : path.getLast();
    }

    public boolean holds(String word) {
        return path.contains(word);
    }
}
