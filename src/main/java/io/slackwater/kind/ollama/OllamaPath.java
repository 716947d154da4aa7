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
 * @param blob the blob's digest as {@code sha256-<hex>}; empty for a manifest
 */
record OllamaPath(String store, Optional<String> blob) {

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
                case "blobs" ->
                    Optional.of(rest.getFirst())
                            .filter(_ -> rest.size() == 1)
                            .flatMap(OllamaPath::digest)
                            .map(digest -> new OllamaPath(store, Optional.of(digest)));
                // A manifest of the newer layout is mostly a symbolic link to the blob with its content.
                case "manifests", "manifests-v2" ->
                    rest.size() == MANIFEST_DEPTH
                            ? Optional.of(new OllamaPath(store, Optional.empty()))
                            : Optional.empty();
                default -> Optional.empty();
            };
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
