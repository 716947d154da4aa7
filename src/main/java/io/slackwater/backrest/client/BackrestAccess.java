package io.slackwater.backrest.client;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.io.function.IOSupplier;

/**
 * The address, user and timeouts for calls to Backrest.
 *
 * @param base Backrest's URL, such as {@code http://backrest:9898}; with a path if a proxy serves Backrest under one
 * @param user a user in Backrest's own configuration
 * @param password read at every sign-in, so that a changed password needs no restart. No log and no message may contain
 *     it
 * @param connect the longest wait for a connection
 * @param answer the timeout of a call that only reads or writes Backrest's own state
 * @param slowAnswer the timeout of a call that runs restic: {@code AddRepo}, {@code CheckRepoExists}
 */
public record BackrestAccess(
        URI base, String user, IOSupplier<String> password, Duration connect, Duration answer, Duration slowAnswer) {

    /** @throws IllegalArgumentException the address is not an http or https URL with a host */
    public BackrestAccess {
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        if (base.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException(
                    "%s is no valid address of Backrest; set SLACKWATER_BACKREST_URL to http://HOST:PORT"
                            .formatted(base));
        }
        if (base.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "SLACKWATER_BACKREST_URL must not contain a password; write the password to the file that SLACKWATER_BACKREST_PASSWORD_FILE names");
        }
    }

    /** Uses timeouts for a Backrest on the same host. */
    public static BackrestAccess of(URI base, String user, Path passwordFile) {
        return new BackrestAccess(
                base,
                user,
                passwordIn(passwordFile),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2));
    }

    /** Reads the password from the first line of a file; it may be empty. */
    public static IOSupplier<String> passwordIn(Path file) {
        return () -> {
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                return Objects.requireNonNullElse(lines.readLine(), "");
            }
        };
    }

    URI method(String service, String method) {
        String root = base.toString();
        return URI.create((root.endsWith("/") ? root : root + "/") + "v1." + service + "/" + method);
    }
}
