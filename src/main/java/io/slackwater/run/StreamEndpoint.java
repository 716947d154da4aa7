package io.slackwater.run;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where curl finds the dumps.
 *
 * @param base for example {@code http://127.0.0.1:8081}
 * @param header the file with the endpoint's token
 */
public record StreamEndpoint(URI base, Header header) {

    /** A file with the endpoint's token as a header line, for curl's {@code --header @file}. */
    @FunctionalInterface
    public interface Header {

        /**
         * The file, written again when it was deleted or changed.
         *
         * @throws IOException it is not there, and cannot be made
         */
        Path file() throws IOException;
    }

    URI of(String dataset) {
        return base.resolve("/internal/streams/" + dataset);
    }
}
