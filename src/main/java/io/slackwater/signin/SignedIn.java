package io.slackwater.signin;

import java.util.Optional;

/**
 * Somebody who showed who he is.
 *
 * @param role empty: known, but may do nothing here
 */
public record SignedIn(String name, Optional<Role> role, AuthenticationMethod method) {

    private static final int LONGEST = 128;

    /** Whether he may do what the role is asked for. */
    public boolean may(Role needed) {
        return role.filter(held -> held.covers(needed)).isPresent();
    }

    /** Whether a name that comes from elsewhere can be shown, logged and sent in a header: printable ASCII, not too long. */
    static boolean presentable(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST
                && name.equals(name.strip())
                && name.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
