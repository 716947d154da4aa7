package io.slackwater.restore;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text of PostgreSQL's tools as its bytes, one a character. A dump is in the encoding of its database; the names of roles, tablespaces
 * and databases are in it as their server keeps them, whatever that encoding is. As bytes they are compared and said again unchanged.
 */
final class RawText {

    private RawText() {}

    /** A text of ours as the bytes of UTF-8. */
    static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The bytes. */
    static byte[] bytes(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** For a person to read: as UTF-8 if it is that. */
    static String words(String raw) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(raw)))
                    .toString();
        } catch (CharacterCodingException e) {
            return raw;
        }
    }
}
