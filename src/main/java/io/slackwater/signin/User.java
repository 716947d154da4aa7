package io.slackwater.signin;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user of the users file.
 *
 * @param hash the bcrypt hash of the password
 */
public record User(String name, Role role, String hash) {

    static final int LONGEST_NAME = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    /**
     * Parses a line {@code name:role:bcrypt}.
     *
     * @throws IllegalArgumentException the line is invalid; the message never contains the hash
     */
    static User of(String line) {
        String[] parts = line.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "the line is not name:role:bcrypt; add users with the command: users add NAME ROLE");
        }
        User user = of(parts[0], parts[1], parts[2]);
        if (!Passwords.isHash(user.hash())) {
            throw new IllegalArgumentException(
                    "there is no bcrypt hash of cost %d to %d for %s; create it with the command: users add %s %s"
                            .formatted(Passwords.LOWEST_COST, Passwords.HIGHEST_COST, parts[0], parts[0], parts[1]));
        }
        return user;
    }

    /**
     * Creates a user.
     *
     * @throws IllegalArgumentException the name or the role is invalid
     */
    static User of(String name, String role, String hash) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name \"%s\" is not allowed; use 1 to 64 letters, digits and . _ @ -, beginning with a letter or digit"
                            .formatted(name.replaceAll("\\p{Cntrl}", "?")));
        }
        return new User(name, role(role), hash);
    }

    private static Role role(String word) {
        return Role.of(word)
                .orElseThrow(() -> new IllegalArgumentException("the role \"%s\" is not known; allowed: %s"
                        .formatted(word.replaceAll("\\p{Cntrl}", "?"), Role.WORDS)));
    }

    String line() {
        return name + ":" + role.word() + ":" + hash;
    }

    SignedIn signedIn(AuthenticationMethod method) {
        return new SignedIn(name, Optional.of(role), method);
    }

    @Override
    public String toString() {
        return name + ":" + role.word() + ":****";
    }
}
