package io.slackwater.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Recognises {@code CACHEDIR.TAG}, the tag of directories that need no backup (bford.info/cachedir), as {@code restic
 * backup --exclude-caches} does.
 */
final class CacheTag {

    static final String NAME = "CACHEDIR.TAG";

    private static final byte[] SIGNATURE =
            "Signature: 8a477f597d28d172789f06886806bc55".getBytes(StandardCharsets.US_ASCII);

    private CacheTag() {}

    /** Whether restic skips the directory's content. Ignores an unreadable tag, as restic does. */
    static boolean in(Path directory) {
        Path tag = directory.resolve(NAME);
        if (!Files.isRegularFile(tag)) {
            return false;
        }
        try (InputStream content = Files.newInputStream(tag)) {
            return Arrays.equals(content.readNBytes(SIGNATURE.length), SIGNATURE);
        } catch (IOException e) {
            return false;
        }
    }
}
