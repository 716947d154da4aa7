package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordSignInTest {

    private static final String HASH = "$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi";

    @TempDir
    Path directory = Path.of("");

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T02:00:00Z"));
    private final List<AuthenticationMethod> counted = new ArrayList<>();
    private final AuthFailures failures = new AuthFailures(clock, counted::add);
    private Sessions sessions = new Sessions(new UsersFile(Path.of("none")), clock, Duration.ZERO, Duration.ZERO);
    private PasswordSignIn desk = desk(new UsersFile(Path.of("none")));

    @BeforeEach
    void oneUser() throws Exception {
        Path file = Files.writeString(directory.resolve("users"), "ann:operator:" + HASH + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        desk = desk(new UsersFile(file));
    }

    private PasswordSignIn desk(UsersFile users) {
        sessions = new Sessions(users, clock, Duration.ofHours(1), Duration.ofHours(12));
        Throttle throttle = new Throttle(
                clock,
                new Throttle.Bounds(
                        new Throttle.Rate(3, Duration.ofSeconds(10), Duration.ofMinutes(1)),
                        new Throttle.Rate(100, Duration.ofSeconds(10), Duration.ofMinutes(1)),
                        new Throttle.Rate(100, Duration.ofSeconds(10), Duration.ofMinutes(1))));
        return new PasswordSignIn(users, sessions, throttle, failures);
    }

    @Test
    void theRightPasswordOpensASession() {
        var answer = desk.signIn("ann", "abc", "10.0.0.1");
        assertThat(answer).isInstanceOfSatisfying(PasswordSignIn.Answer.In.class, in -> {
            assertThat(in.who().role()).contains(Role.OPERATOR);
            assertThat(sessions.find(in.session())).map(SignedIn::name).contains("ann");
            assertThat(in.toString()).doesNotContain(in.session());
        });
        assertThat(failures.recent()).isZero();
    }

    @Test
    void aWrongPasswordAndAnUnknownNameHaveTheSameAnswer() {
        assertThat(desk.signIn("ann", "abd", "10.0.0.1")).isEqualTo(new PasswordSignIn.Answer.Wrong());
        assertThat(desk.signIn("bob", "abc", "10.0.0.1")).isEqualTo(new PasswordSignIn.Answer.Wrong());
        assertThat(desk.signIn("", "", "10.0.0.1")).isEqualTo(new PasswordSignIn.Answer.Wrong());
        assertThat(Collections.frequency(counted, AuthenticationMethod.PASSWORD))
                .isEqualTo(3);
    }

    @Test
    void theRightPasswordWaitsAfterTooManyAttempts() {
        for (int i = 0; i < 3; i++) {
            assertThat(desk.signIn("ann", "wrong", "10.0.0.9")).isEqualTo(new PasswordSignIn.Answer.Wrong());
        }
        assertThat(desk.signIn("ann", "abc", "10.0.0.9"))
                .isEqualTo(new PasswordSignIn.Answer.Later(Duration.ofSeconds(10)));
        assertThat(desk.signIn("ann", "abc", "10.0.0.8"))
                .as("another address is not limited")
                .isInstanceOf(PasswordSignIn.Answer.In.class);
        clock.advance(Duration.ofSeconds(10));
        assertThat(desk.signIn("ann", "abc", "10.0.0.9")).isInstanceOf(PasswordSignIn.Answer.In.class);
        assertThat(Collections.frequency(counted, AuthenticationMethod.PASSWORD))
                .isEqualTo(4);
    }

    @Test
    void unknownNamesAreLimitedLikeKnownOnes() {
        for (int i = 0; i < 3; i++) {
            assertThat(desk.signIn("bob", "wrong", "10.0.0.9")).isEqualTo(new PasswordSignIn.Answer.Wrong());
        }
        assertThat(desk.signIn("bob", "wrong", "10.0.0.9")).isInstanceOf(PasswordSignIn.Answer.Later.class);
    }
}
