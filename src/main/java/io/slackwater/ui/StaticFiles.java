package io.slackwater.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The style sheet and the script of the pages, which browsers keep. */
final class StaticFiles {

    private static final List<String> FILES = List.of("slackwater.css", "slackwater.js");
    private static final int LENGTH = 12;

    private StaticFiles() {}

    /** Returns the beginning of the hash of all these files. */
    static String version() {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (String file : FILES) {
                hash.update(content(file));
            }
            return HexFormat.of().formatHex(hash.digest()).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] content(String file) {
        try (InputStream in = StaticFiles.class.getResourceAsStream("/META-INF/resources/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the file %s of the pages is missing in the build".formatted(file));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the file %s of the pages cannot be read".formatted(file), e);
        }
    }
}
