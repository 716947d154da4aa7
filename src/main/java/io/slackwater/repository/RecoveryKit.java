package io.slackwater.repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that a restore without Slackwater needs, to be printed and kept away from the machine. Contains the keys,
 * so {@link #toString()} hides them and no log may contain the text.
 */
public record RecoveryKit(String instance, Instant made, List<Entry> entries) {

    /**
     * One repository.
     *
     * @param uri the address inside the sidecar
     * @param onHost the path of a local repository on the host; empty when unknown or remote
     * @param resticId empty until the repository is initialised
     * @param environment the names of further variables that restic needs, without their values
     * @param environmentFile the file with the values; empty when no variables are needed
     */
    record Entry(
            String repository,
            String uri,
            Optional<String> onHost,
            String resticId,
            RepositoryKey key,
            List<String> environment,
            String environmentFile) {

        /** The address for restic on the host. Masks a password in the address; the policy forbids passwords there. */
        private String address() {
            return onHost.orElseGet(() -> new Redaction(List.of()).of(uri));
        }

        private String text() {
            String remark = uri.startsWith("/") && onHost.isEmpty()
                    ? "  (the path in the sidecar; its mount in the compose file names the path on the host)"
                    : "";
            String needs = environment.isEmpty()
                    ? ""
                    : "needs      %s  (values: %s)\n".formatted(String.join(", ", environment), environmentFile);
            String keyFile = quoted(repository + ".key");
            return """

                    == Repository %s ==
                    address    %s%s
                    restic id  %s
                    key        %s
                    check      %s  (the first 8 digits of the key's SHA-256)
                    %s
                    Create the key file and set the address of the repository:
                      umask 077
                      printf '%%s' %s > %s
                      sha256sum < %s | cut -c1-8
                      export RESTIC_PASSWORD_FILE="$PWD/"%s
                      export RESTIC_REPOSITORY=%s
                    Compare the id with the restic id above, and list the snapshots:
                      restic --no-lock cat config
                      restic --no-lock snapshots
                    List the files of a snapshot and restore them (SNAPSHOT is an id of that list):
                      restic --no-lock ls "$SNAPSHOT"
                      restic --no-lock restore "$SNAPSHOT" --target ./restored
                      restic --no-lock dump "$SNAPSHOT" "$FILE" > ./dumped
                    """.formatted(
                            repository,
                            address(),
                            remark,
                            resticId.isEmpty() ? "not initialised yet" : resticId,
                            key.reveal(),
                            key.checksum(),
                            needs,
                            quoted(key.reveal()),
                            keyFile,
                            keyFile,
                            keyFile,
                            quoted(address()));
        }
    }

    /** The names of the repositories whose keys the kit contains. */
    public Set<String> repositories() {
        return entries.stream().map(Entry::repository).collect(Collectors.toUnmodifiableSet());
    }

    /** The kit as plain text. Its indented lines are complete shell commands. */
    public String text() {
        return """
                SLACKWATER RECOVERY KIT of %s
                made %s. Keep it secret and on another machine.

                Needed: restic 0.18 or newer (https://restic.net). Slackwater is not needed.
                """.formatted(instance, made) + entries.stream().map(Entry::text).collect(Collectors.joining());
    }

    /** The kit as one HTML page for printing. */
    public String html() {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Recovery kit of %s</title>
                <style>pre{font:10pt/1.4 monospace;white-space:pre-wrap;word-break:break-all}</style></head>
                <body><pre>%s</pre></body></html>
                """.formatted(escape(instance), escape(text()));
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return "recovery kit of " + instance + " for " + repositories();
    }
}
