package io.slackwater.host;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The certificate that Nginx presents.
 *
 * @param file its file, as Slackwater sees it
 * @param expires the end of its validity; empty when the file holds no certificate
 */
public record Certificate(Path file, Optional<Instant> expires) {}
