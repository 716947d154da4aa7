package io.slackwater.discovery;

import java.util.List;

/**
 * An image reference without registry, tag and digest.
 *
 * @param path the words between the slashes, such as {@code [acme, wiki]}; empty for a bare image id
 */
public record ImageName(List<String> path) {

    public ImageName {
        path = List.copyOf(path);
    }

    public static ImageName of(String reference) {
        String name = reference;
        if (name.startsWith("sha256:") || name.matches("[0-9a-f]{12,64}")) {
            return new ImageName(List.of());
        }
        int digest = name.indexOf('@');
        if (digest >= 0) {
            name = name.substring(0, digest);
        }
        int tag = name.lastIndexOf(':');
        if (tag > name.lastIndexOf('/')) {
            name = name.substring(0, tag);
        }
        List<String> words = new java.util.ArrayList<>(List.of(name.split("/")));
        // The Distribution reference grammar: the first word is a host when it holds a dot or a port, or is localhost.
        String first = words.getFirst();
        if (words.size() > 1 && (first.contains(".") || first.contains(":") || first.equals("localhost"))) {
            words.removeFirst();
        }
        return new ImageName(words);
    }

    /** The last word, which is the image's own name; empty for a bare image id. */
    public String last() {
        return path.isEmpty() ? "" : path.getLast();
    }

    public boolean holds(String word) {
        return path.contains(word);
    }
}
