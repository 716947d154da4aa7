package io.slackwater.repository;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/** The key of a repository, which is restic's password. {@link #toString()} hides it. */
final class RepositoryKey {

    private static final int BYTES = 32;

    private final String text;

    private RepositoryKey(String text) {
        this.text = text;
    }

    /** A new key: 256 random bits as 64 hexadecimal digits, which are easy to type from paper. */
    static RepositoryKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new RepositoryKey(HexFormat.of().formatHex(bytes));
    }

    /** Reads a key. Removes blanks and newlines at both ends, as restic does. */
    static RepositoryKey of(String content) {
        return new RepositoryKey(content.strip());
    }

    /** The secret value, only for its file and the recovery kit. */
    String reveal() {
        return text;
    }

    /** Eight digits to verify a typed key: the beginning of {@code printf %s KEY | sha256sum}. */
    String checksum() {
        return DigestUtils.sha256Hex(text).substring(0, 8);
    }

    @Override
    public String toString() {
        return "***";
    }
}
