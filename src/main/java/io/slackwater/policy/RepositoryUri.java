package io.slackwater.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What restic takes as {@code --repo} (restic documentation, "Preparing a new repository"). */
final class RepositoryUri {

    private static final List<String> SCHEMES =
            List.of("sftp", "rest", "s3", "swift", "b2", "azure", "gs", "rclone", "local");

    private static final String ALLOWED =
            "an absolute path, or one of sftp:, rest:, s3:, swift:, b2:, azure:, gs:, rclone: with an address";

    /** {@code //user:password@host}: lists of repositories would show the password of such a URI. */
    private static final Pattern PASSWORD = Pattern.compile("//[^/@]*:[^/@]*@");

    private RepositoryUri() {}

    static Read<String> read() {
        return Read.of(ALLOWED, RepositoryUri::parse)
                .maskedWhen(text -> PASSWORD.matcher(text).find());
    }

    private static String parse(String text) {
        if (text.startsWith("/")) {
            return local(text);
        }
        if (PASSWORD.matcher(text).find()) {
            throw new Read.Refused("has a password in it: put it into the repository's `environment` file"
                    + " (for rest: as RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD)");
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new Read.Refused(text.isEmpty() ? "is empty" : "is a relative path");
        }
        String scheme = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        if (!SCHEMES.contains(scheme)) {
            throw new Read.Refused("has an unknown scheme " + PolicyProblems.quoted(scheme + ":")
                    + Nearest.hint(scheme.toLowerCase(Locale.ROOT), SCHEMES));
        }
        if (rest.isBlank()) {
            throw new Read.Refused("has nothing after " + scheme + ":");
        }
        return switch (scheme) {
            case "local" -> local(rest);
            case "rest" -> rest(text, rest);
            default -> text;
        };
    }

    private static String rest(String text, String address) {
        if (!address.matches("https?://[^/].*|http\\+unix://.+")) {
            throw new Read.Refused("has no http:// or https:// after rest:");
        }
        return text;
    }

    private static String local(String text) {
        if (!text.startsWith("/")) {
            throw new Read.Refused("is a relative path");
        }
        Path path = Path.of(text).normalize();
        if (path.getNameCount() == 0) {
            throw new Read.Refused("is the root directory");
        }
        return path.toString();
    }
}
