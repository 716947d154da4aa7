package io.slackwater.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A random token in a file that only its owner can read. The file is created on first use. Immutable. */
public final class TokenFile {

    private static final int BYTES = 32;

    private final byte[] token;

    /**
     * Reads the token, or creates the file.
     *
     * @throws IllegalStateException the token is too short
     * @throws UncheckedIOException the file can neither be read nor created
     */
    public TokenFile(Path file) {
        try {
            if (!Files.exists(file)) {
                PrivateFile.write(file, fresh() + "\n");
            }
            token = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "token file " + file
                            + " cannot be read or created; make its directory writable for the sidecar's user",
                    e);
        }
        if (token.length < 16) {
            throw new IllegalStateException("token file " + file
                    + " has fewer than 16 characters; delete it, and Slackwater creates a new one");
        }
    }

    /** Whether the value is the token. Compares in constant time. */
    public boolean matches(String offered) {
        return MessageDigest.isEqual(offered.getBytes(StandardCharsets.UTF_8), token);
    }

    static String fresh() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
