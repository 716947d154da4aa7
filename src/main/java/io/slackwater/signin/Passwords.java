package io.slackwater.signin;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hashes and checks passwords with bcrypt. */
public final class Passwords {

    static final int LOWEST_COST = 10;
    static final int HIGHEST_COST = 15;
    private static final int COST = 12;
    private static final int SHORTEST = 10;
    /** The longest accepted password in bytes. bcrypt ignores all further bytes. */
    private static final int LONGEST_BYTES = 72;

    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    /** A valid hash that no password matches. It is checked for unknown names, so that their answer takes as long. */
    private static final String NOBODY = "$2b$%02d$abcdefghijklmnopqrstuuVPHt0P/dL2KIzzlmkJCwZq1LDi9ePGS";

    private Passwords() {}

    /**
     * Hashes a new password.
     *
     * @throws IllegalArgumentException the password is too short, too long, or has control characters
     */
    public static String hash(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (password.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "the password has fewer than %d characters; choose a longer one".formatted(SHORTEST));
        }
        if (bytes.length > LONGEST_BYTES) {
            throw new IllegalArgumentException(
                    "the password has more than %d bytes, and bcrypt would ignore the rest; choose a shorter one"
                            .formatted(LONGEST_BYTES));
        }
        if (password.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the password has control characters; choose one without them");
        }
        return new String(BCrypt.with(BCrypt.Version.VERSION_2B).hash(COST, bytes), StandardCharsets.US_ASCII);
    }

    /**
     * Whether the password is the user's. The check takes the same time for an unknown user.
     *
     * @param known all users; the check for an unknown user costs as much as theirs
     */
    static boolean match(Optional<User> user, String offered, Collection<User> known) {
        byte[] bytes = offered.getBytes(StandardCharsets.UTF_8);
        boolean tooLong = bytes.length > LONGEST_BYTES;
        byte[] read = tooLong ? Arrays.copyOf(bytes, LONGEST_BYTES) : bytes;
        String hash = user.map(User::hash).orElseGet(() -> NOBODY.formatted(usualCost(known)));
        boolean verified = BCrypt.verifyer().verify(read, hash.getBytes(StandardCharsets.US_ASCII)).verified;
        return verified && !tooLong && user.isPresent();
    }

    static boolean isHash(String text) {
        Matcher hash = HASH.matcher(text);
        return hash.matches()
                && Integer.parseInt(hash.group(1)) >= LOWEST_COST
                && Integer.parseInt(hash.group(1)) <= HIGHEST_COST;
    }

    static int usualCost(Collection<User> known) {
        return known.stream()
                .mapToInt(user -> Integer.parseInt(user.hash().substring(4, 6)))
                .max()
                .orElse(COST);
    }
}
