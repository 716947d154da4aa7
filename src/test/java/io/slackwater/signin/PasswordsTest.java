package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final String REST = "$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi";

    private static Optional<User> user(String hash) {
        return Optional.of(new User("ann", Role.ADMIN, hash));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a", "$2b", "$2y"})
    void hashesOfOtherToolsAreAccepted(String version) {
        assertThat(Passwords.isHash(version + REST)).isTrue();
        assertThat(Passwords.match(user(version + REST), "abc", List.of())).isTrue();
        assertThat(Passwords.match(user(version + REST), "abd", List.of())).isFalse();
        assertThat(Passwords.match(user(version + REST), "", List.of())).isFalse();
    }

    @Test
    void aHashMatchesItsPasswordOnly() {
        String password = "pässwörter mit Umlauten";
        String hash = Passwords.hash(password);
        assertThat(hash).startsWith("$2b$12$").isNotEqualTo(Passwords.hash(password));
        assertThat(Passwords.match(user(hash), password, List.of())).isTrue();
        assertThat(Passwords.match(user(hash), password + "x", List.of())).isFalse();
    }

    @Test
    void theLongestPasswordIsComparedCompletely() {
        String longest = "0123456789".repeat(7) + "ab";
        String hash = Passwords.hash(longest);
        assertThat(Passwords.match(user(hash), longest, List.of())).isTrue();
        assertThat(Passwords.match(user(hash), longest.substring(0, 71) + "c", List.of()))
                .isFalse();
        assertThat(Passwords.match(user(hash), longest + "c", List.of())).isFalse();
    }

    @Test
    void passwordsThatBcryptTruncatesAreRefused() {
        assertThatThrownBy(() -> Passwords.hash("0123456789".repeat(7) + "abc")).hasMessageContaining("72 bytes");
        assertThatThrownBy(() -> Passwords.hash("ä".repeat(37))).hasMessageContaining("72 bytes");
        assertThatThrownBy(() -> Passwords.hash("nine char")).hasMessageContaining("fewer than 10");
        assertThatThrownBy(() -> Passwords.hash("tab\tinside it")).hasMessageContaining("control");
    }

    @Test
    void anUnknownUserTakesAsLongAsAKnownUser() {
        List<User> known = List.of(new User("ann", Role.ADMIN, "$2a" + REST));
        assertThat(Passwords.usualCost(known)).isEqualTo(10);
        assertThat(Passwords.usualCost(List.of())).isEqualTo(12);
        long unknown = shortest(() -> Passwords.match(Optional.empty(), "abc", known));
        long wrong = shortest(() -> Passwords.match(Optional.of(known.getFirst()), "abd", known));
        // Without a comparison the time for an unknown user would be a thousand times shorter.
        assertThat((double) unknown / wrong).isBetween(0.4, 2.5);
    }

    /** The processor time, which does not depend on the load of the machine. */
    private static long shortest(java.util.function.BooleanSupplier look) {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            assertThat(look.getAsBoolean()).isFalse();
            shortest = Math.min(shortest, THREADS.getCurrentThreadCpuTime() - start);
        }
        return shortest;
    }
}
