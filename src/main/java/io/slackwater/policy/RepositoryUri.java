package io.slackwater.policy;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Parses a repository's address, as restic's {@code --repo} accepts it (restic documentation, "Preparing a new
 * repository").
 */
final class RepositoryUri {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:sftp|s3|swift|b2|azure|gs|rclone):.*\\S.*|rest:(?:https?://[^/].*|http\\+unix://.+)");

    private static final String ALLOWED =
            "an absolute path below the root directory, or one of sftp:, s3:, swift:, b2:, azure:,"
                    + " gs:, rclone:, rest:http:// and rest:https:// with an address";

    /**
     * A password in the address, as in {@code //user:password@host}. It is refused, because lists of repositories would
     * show it.
     */
    private static final Pattern PASSWORD = Pattern.compile("//[^/@]*:[^/@]*@");

    private RepositoryUri() {}

    static Read<String> read() {
        return Read.of(ALLOWED, RepositoryUri::parse)
                .maskedWhen(text -> PASSWORD.matcher(text).find());
    }

    private static String parse(String text) {
        if (PASSWORD.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "contains a password: put the password into the repository's `environment` file"
                            + " (for rest: as RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD)");
        }
        Path path = Path.of(text.replaceFirst("^local:", "")).normalize();
        boolean local = path.isAbsolute() && path.getNameCount() > 0;
        if (!local && !ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException("is not the address of a repository");
        }
        return local ? path.toString() : text;
    }
}
