package io.slackwater.run;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where curl finds the dumps.
 *
 * @param base for example {@code http://127.0.0.1:8081}
 * @param headerFile holds the endpoint's token as a header line, for curl's {@code --header @file}
 */
public record StreamEndpoint(URI base, Path headerFile) {

    URI of(String dataset) {
        return base.resolve("/internal/streams/" + dataset);
    }
}
