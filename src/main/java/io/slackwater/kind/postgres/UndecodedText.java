package io.slackwater.kind.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text of PostgreSQL's tools as Latin-1: one character for each byte. A dump has the encoding of its database, but names of
 * roles, tablespaces and databases may have another encoding. Bytes can be compared and repeated unchanged.
 */
final class UndecodedText {

    private UndecodedText() {}

    /** Slackwater's own text, encoded in UTF-8. */
    static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The original bytes. */
    static byte[] bytes(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The text for messages: decoded if it is UTF-8. */
    static String readable(String raw) {
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
