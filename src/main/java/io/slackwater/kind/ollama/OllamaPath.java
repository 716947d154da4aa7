package io.slackwater.kind.ollama;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The meaning of a path in Ollama's model directory, which is {@code .ollama/models} or {@code OLLAMA_MODELS} (Ollama's
 * source: manifest/paths.go). Its subdirectories {@code blobs} and {@code manifests} identify it.
 *
 * @param store the model directory
 * @param name the blob's digest as {@code sha256-<hex>}, or the model's name
 */
record OllamaPath(String store, Part part, String name) {

    enum Part {
        BLOB,
        MANIFEST,
        /** A manifest in Ollama's newer layout: mostly a symbolic link to the blob with its content. */
        MANIFEST_V2
    }

    private static final int MANIFEST_DEPTH = 4;
    private static final Pattern DIGEST = Pattern.compile("sha256[:-]([0-9a-fA-F]{64})");

    /** The digest in the form of a blob's file name; empty when the text is no digest. */
    static Optional<String> digest(String text) {
        Matcher digest = DIGEST.matcher(text);
        return digest.matches() ? Optional.of("sha256-" + digest.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /**
     * Interprets a path; empty when it is neither a blob nor a manifest.
     *
     * @param root the root of the tree that contains the path
     */
    static Optional<OllamaPath> of(String root, String path) {
        int start = Math.min(path.length(), root.endsWith("/") ? root.length() : root.length() + 1);
        List<String> segments = List.of(path.substring(start).split("/"));
        for (int i = 0; i < segments.size() - 1; i++) {
            String store = String.join("/", segments.subList(0, i));
            List<String> rest = segments.subList(i + 1, segments.size());
            Optional<OllamaPath> found = switch (segments.get(i)) {
                case "blobs" -> blob(store, rest);
                case "manifests" -> manifest(store, Part.MANIFEST, rest);
                case "manifests-v2" -> manifest(store, Part.MANIFEST_V2, rest);
                default -> Optional.empty();
            };
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<OllamaPath> blob(String store, List<String> rest) {
        if (rest.size() != 1) {
            return Optional.empty();
        }
        return digest(rest.getFirst()).map(digest -> new OllamaPath(store, Part.BLOB, digest));
    }

    private static Optional<OllamaPath> manifest(String store, Part part, List<String> rest) {
        return rest.size() == MANIFEST_DEPTH
                ? Optional.of(new OllamaPath(store, part, String.join("/", rest)))
                : Optional.empty();
    }
}
