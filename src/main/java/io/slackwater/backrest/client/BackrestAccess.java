package io.slackwater.backrest.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Address, user and timeouts of a Backrest.
 *
 * @param base its address, with the path under which it is served, {@code http://backrest:9898}
 * @param user the user of Backrest's own configuration
 * @param password read at every sign-in, so that a rotated password needs no restart
 * @param connect the longest wait for a connection
 * @param answer the timeout of a call that only reads or writes Backrest's own state
 * @param slowAnswer the timeout of a call that runs restic: {@code AddRepo}, {@code CheckRepoExists}
 */
public record BackrestAccess(
        URI base, String user, Password password, Duration connect, Duration answer, Duration slowAnswer) {

    /** Reads the password, which no log and no message contains. */
    @FunctionalInterface
    public interface Password {
        String read() throws IOException;
    }

    /** @throws IllegalArgumentException the address is not an http(s) URL with a host */
    public BackrestAccess {
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        if (base.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException(
                    "%s is not an address of Backrest; write http://HOST:PORT".formatted(base));
        }
        if (base.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the address of Backrest must not hold a password; put it into a file and name that");
        }
    }

    /** With timeouts for a Backrest on the same machine. */
    public static BackrestAccess of(URI base, String user, Path passwordFile) {
        return new BackrestAccess(
                base,
                user,
                passwordIn(passwordFile),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2));
    }

    /** The first line of a file; may be empty. */
    public static Password passwordIn(Path file) {
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
