package io.slackwater.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Knows the files that are keys: they belong beside a backup, never into it. */
final class ConfigSecrets {

    private static final Pattern NAMES = Pattern.compile(".*\\.key|api\\.token|id_(rsa|dsa|ecdsa|ed25519).*");
    private static final Pattern REPOSITORY_PASSWORD =
            Pattern.compile("(RESTIC|BACKREST)\\w*PASSWORD=.+", Pattern.DOTALL);

    private final List<Path> never;

    /** @param never files and directories of which nothing may be stored, by whatever path one comes there */
    ConfigSecrets(List<Path> never) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (Path path : never) {
            paths.add(path.toAbsolutePath().normalize());
            if (Files.exists(path)) {
                paths.add(path.toRealPath());
            }
        }
        this.never = List.copyOf(paths);
    }

    /** Why this must not be stored; empty when it may. */
    Optional<String> reason(Path path) throws IOException {
        Path real =
                Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
        for (Path secret : never) {
            if (path.startsWith(secret) || real.startsWith(secret)) {
                return Optional.of("keys and tokens are never stored");
            }
        }
        if (isKey(path) || isKey(real)) {
            return Optional.of("it looks like a key; keys are never stored");
        }
        return Optional.empty();
    }

    private static boolean isKey(Path path) {
        return NAMES.matcher(String.valueOf(path.getFileName())).matches();
    }

    /** Whether these are the bytes of a private key, as PEM files and OpenSSH's own have them. */
    static boolean isPrivateKey(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1)
                .lines()
                .anyMatch(line -> line.startsWith("-----BEGIN ") && line.contains("PRIVATE KEY-----"));
    }

    /** A variable as {@code NAME=value}, with the value taken out when it opens a repository. */
    static String masked(String variable) {
        return REPOSITORY_PASSWORD.matcher(variable).matches()
                ? variable.substring(0, variable.indexOf('=') + 1) + "********"
                : variable;
    }
}
