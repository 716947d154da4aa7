package io.slackwater.backrest.reconcile;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The addresses and paths by which Backrest's container reaches Slackwater and the keys. They become part of shell
 * commands, so other characters than letters, digits and a few signs are refused.
 *
 * @param endpoint the URL of Slackwater's internal port, {@code http://slackwater:8081}
 * @param headerFile the file with the token for that port as a header line, for curl's {@code --header @file}
 * @param keys the directory of the repositories' key files, {@code NAME.key}
 */
public record BackrestView(URI endpoint, Path headerFile, Path keys) {

    private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9._\\[\\]:-]+");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/-]+");

    /** @throws IllegalArgumentException the address has a path, a path is not absolute, or a character is refused */
    public BackrestView {
        if (!ADDRESS.matcher(endpoint.toString()).matches()) {
            throw new IllegalArgumentException(
                    "the address '%s' cannot be used in a Backrest plan; set SLACKWATER_STREAM_URL to http://HOST:PORT"
                            .formatted(endpoint));
        }
        requirePlain("header file", headerFile);
        requirePlain("key directory", keys);
    }

    private static void requirePlain(String what, Path path) {
        if (!PATH.matcher(path.toString()).matches()) {
            throw new IllegalArgumentException(
                    "the %s '%s' cannot be used in a Backrest plan; use an absolute path of letters, digits and . _ -"
                            .formatted(what, path));
        }
    }

    URI stream(String dataset) {
        return endpoint.resolve("/internal/streams/" + dataset);
    }

    /** @param event the hook: {@code start}, {@code stream} or {@code end} */
    URI hook(String dataset, String event) {
        return endpoint.resolve("/internal/hooks/" + dataset + "/" + event);
    }

    Path key(String repository) {
        return keys.resolve(repository + ".key");
    }
}
