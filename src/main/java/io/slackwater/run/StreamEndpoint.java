package io.slackwater.run;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * The HTTP address from which curl reads a dump for restic.
 *
 * @param base for example {@code http://127.0.0.1:8081}
 * @param header the file with the token for this address
 */
public record StreamEndpoint(URI base, Header header) {

    /** A file with the token as a header line, for curl's {@code --header @file}. */
    @FunctionalInterface
    public interface Header {

        /**
         * Returns the path. The file is written again if it was deleted or changed.
         *
         * @throws IOException the file does not exist and cannot be created
         */
        Path file() throws IOException;
    }

    URI of(String dataset) {
        return base.resolve("/internal/streams/" + dataset);
    }
}
