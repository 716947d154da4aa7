package io.slackwater.alert.channel;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file of the secrets directory, as the policy names it. Its content is read for each message, so that a new password
 * needs no restart.
 *
 * @param path the path in Slackwater's container, which begins with {@code /secrets/}
 */
record SecretFile(Path secrets, String path) {

    private static final String PREFIX = "/secrets/";
    private static final int LONGEST = 4096;

    Path file() {
        return secrets.resolve(path.substring(PREFIX.length()));
    }

    /** Returns the text of the file without blanks at its ends. */
    String read() throws Unusable {
        try {
            if (Files.size(file()) > LONGEST) {
                throw new Unusable("The file %s is too long for a password or token.".formatted(path));
            }
            String text = Files.readString(file(), StandardCharsets.UTF_8).strip();
            if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
                throw new Unusable("The file %s must have one line, the password or token.".formatted(path));
            }
            return text;
        } catch (IOException e) {
            throw new Unusable("The file %s cannot be read: %s.".formatted(path, reason(e)), e);
        }
    }

    /** For the first two exceptions, Java's message is only the path. */
    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "Slackwater's user may not read it";
            case CharacterCodingException _ -> "it contains no text";
            default -> String.valueOf(e.getMessage());
        };
    }

    /** The file cannot be used. Its message contains nothing of the file's content. */
    static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }

        Unusable(String message, Exception cause) {
            super(message, cause);
        }

        SendResult result() {
            return SendResult.refused(Fault.SECRET_FILE, String.valueOf(getMessage()));
        }
    }
}
