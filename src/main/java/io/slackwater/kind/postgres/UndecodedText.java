package io.slackwater.kind.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text of PostgreSQL's tools, read as Latin-1: one character for each byte. A dump has its database's encoding, but
 * names in it may have another one. Undecoded bytes can be compared and written back unchanged.
 */
final class UndecodedText {

    private UndecodedText() {}

    /** Converts Slackwater's own text, which is UTF-8. */
    static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The original bytes of the text. */
    static byte[] bytes(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Decodes the text for a message. Returns it unchanged when it is not UTF-8. */
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
