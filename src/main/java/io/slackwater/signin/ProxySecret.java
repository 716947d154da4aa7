package io.slackwater.signin;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** The secret that the reverse proxy sends with each request. A changed file is read again. */
public final class ProxySecret {

    private static final int SHORTEST = 32;

    private final WatchedFile<Optional<byte[]>> secret;

    public ProxySecret(Path file) {
        this.secret = new WatchedFile<>(file, "the proxy's secret", true, Optional.empty(), text -> {
            String stripped = text.strip();
            if (stripped.length() < SHORTEST) {
                throw new IllegalArgumentException(
                        "has fewer than %d characters; make it with: openssl rand -hex 32".formatted(SHORTEST));
            }
            return WatchedFile.Content.good(Optional.of(stripped.getBytes(StandardCharsets.UTF_8)));
        });
    }

    /** Whether the value is the secret; false without a valid file. Compares in constant time. */
    public boolean matches(String offered) {
        return secret.value()
                .filter(known -> MessageDigest.isEqual(offered.getBytes(StandardCharsets.UTF_8), known))
                .isPresent();
    }

    public List<String> problems() {
        return secret.problems();
    }
}
