package io.slackwater.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Files that hold a random token, readable by their owner only. */
public final class TokenFile {

    private static final int BYTES = 32;

    private TokenFile() {}

    /**
     * Reads the token, or makes it when the file is not there.
     *
     * @throws IllegalStateException the file is empty, or cannot be read or made
     */
    public static String readOrMake(Path file) {
        try {
            if (!Files.exists(file)) {
                OwnerOnly.write(file, fresh() + "\n");
            }
            String token = Files.readString(file).strip();
            if (token.length() < 16) {
                throw new IllegalStateException(
                        "token file " + file + " holds fewer than 16 characters; delete it and a new one is made");
            }
            return token;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "token file " + file
                            + " cannot be read or made; mount its directory writable, owned by the sidecar's user",
                    e);
        }
    }

    /** A token that lives as long as this process. */
    public static String fresh() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
