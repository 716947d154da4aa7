package io.slackwater.signin;

import java.util.Optional;

/**
 * An authenticated user.
 *
 * @param role empty for a user without any right
 */
public record SignedIn(String name, Optional<Role> role, AuthenticationMethod method) {

    /** The name under which the identity of a request holds its user. */
    public static final String ATTRIBUTE = "slackwater.who";

    private static final int LONGEST = 128;

    /** Whether the user's role includes the needed role. */
    public boolean may(Role needed) {
        return role.filter(held -> held.covers(needed)).isPresent();
    }

    /** The name of the role; {@code none} for a user without a role. */
    public String roleWord() {
        return role.map(Role::word).orElse("none");
    }

    /** Whether a name from outside is short, printable ASCII. Such a name can be shown, logged and sent in a header. */
    static boolean presentable(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST
                && name.equals(name.strip())
                && name.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
