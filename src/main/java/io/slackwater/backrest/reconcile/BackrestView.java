package io.slackwater.backrest.reconcile;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The addresses and paths by which Backrest's container reaches Slackwater. They become part of shell commands, so characters with a
 * meaning for the shell are refused.
 *
 * @param endpoint Slackwater's internal endpoint, {@code http://slackwater:8081}
 * @param headerFile the endpoint's token as a header line, for curl's {@code --header @file}
 * @param keys the directory of the repositories' key files, {@code NAME.key}
 */
public record BackrestView(URI endpoint, Path headerFile, Path keys) {

    private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9._\\[\\]:-]+");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/-]+");

    /** @throws IllegalArgumentException an address with a path, a relative path, or a character that a shell would read */
    public BackrestView {
        if (!ADDRESS.matcher(endpoint.toString()).matches()) {
            throw new IllegalArgumentException(
                    "the internal endpoint '%s' cannot be given to Backrest; write http://HOST:PORT"
                            .formatted(endpoint));
        }
        requirePlain("header file", headerFile);
        requirePlain("key directory", keys);
    }

    private static void requirePlain(String what, Path path) {
        if (!PATH.matcher(path.toString()).matches()) {
            throw new IllegalArgumentException(
                    "the %s '%s' cannot be given to Backrest; use an absolute path of letters, digits and . _ -"
                            .formatted(what, path));
        }
    }

    URI stream(String dataset) {
        return endpoint.resolve("/internal/streams/" + dataset);
    }

    /** @param event {@code start}, {@code stream}, {@code end} or {@code error} */
    URI hook(String dataset, String event) {
        return endpoint.resolve("/internal/hooks/" + dataset + "/" + event);
    }

    Path key(String repository) {
        return keys.resolve(repository + ".key");
    }
}
