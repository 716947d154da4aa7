package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {

    private static final String HASH = "$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi";
    private static final String OTHER = "$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUu";

    @TempDir
    Path directory = Path.of("");

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T02:00:00Z"));
    private UsersFile users = new UsersFile(Path.of("none"));
    private Sessions sessions = new Sessions(users, clock, Duration.ofHours(1), Duration.ofHours(12));

    @BeforeEach
    void oneUser() throws IOException {
        users = new UsersFile(directory.resolve("users"));
        write("ann:operator:" + HASH);
        sessions = new Sessions(users, clock, Duration.ofHours(1), Duration.ofHours(12));
    }

    private void write(String text) throws IOException {
        Files.writeString(users.path(), text + "\n");
        Files.setPosixFilePermissions(users.path(), PosixFilePermissions.fromString("rw-------"));
    }

    private String open() {
        return sessions.open(users.find("ann").orElseThrow());
    }

    @Test
    void aSessionIsFoundByItsIdOnly() {
        String id = open();
        assertThat(sessions.find(id))
                .contains(new SignedIn("ann", java.util.Optional.of(Role.OPERATOR), AuthenticationMethod.SESSION));
        assertThat(sessions.find(id + "x")).isEmpty();
        assertThat(sessions.find("")).isEmpty();
    }

    @Test
    void sessionIdsAre256RandomBits() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            String id = open();
            assertThat(Base64.getUrlDecoder().decode(id)).hasSize(32);
            ids.add(id);
        }
        assertThat(ids).hasSize(40);
    }

    @Test
    void anIdleSessionExpires() {
        String id = open();
        clock.advance(Duration.ofMinutes(59));
        assertThat(sessions.find(id)).isPresent();
        clock.advance(Duration.ofMinutes(59));
        assertThat(sessions.find(id)).isPresent();
        clock.advance(Duration.ofMinutes(60));
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void aCheckThatIsNoRequestDoesNotKeepASessionOpen() throws Exception {
        String id = open();
        clock.advance(Duration.ofMinutes(59));
        assertThat(sessions.peek(id)).isEqualTo(sessions.peek(id)).isPresent();
        clock.advance(Duration.ofMinutes(1));
        assertThat(sessions.peek(id)).isEmpty();
        String other = open();
        write("bob:operator:" + HASH);
        assertThat(sessions.peek(other)).as("the user was removed").isEmpty();
    }

    @Test
    void aUsedSessionExpires() {
        String id = open();
        for (int i = 0; i < 23; i++) {
            clock.advance(Duration.ofMinutes(30));
            assertThat(sessions.find(id)).isPresent();
        }
        clock.advance(Duration.ofMinutes(30));
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void aClosedSessionEndsAndTheOthersContinue() {
        String one = open();
        String other = open();
        sessions.close(one);
        assertThat(sessions.find(one)).isEmpty();
        assertThat(sessions.find(other)).isPresent();
    }

    @Test
    void aNewRoleIsUsedAtOnce() throws Exception {
        String id = open();
        write("ann:viewer:" + HASH);
        assertThat(sessions.find(id).orElseThrow().role()).contains(Role.VIEWER);
    }

    @Test
    void aNewPasswordEndsTheSessionsOfItsUser() throws Exception {
        String id = open();
        write("ann:operator:" + OTHER);
        assertThat(sessions.find(id)).isEmpty();
        write("ann:operator:" + HASH);
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void aRemovedUserIsSignedOut() throws Exception {
        String id = open();
        write("bob:operator:" + HASH);
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void theSessionsOfAUserAreLimited() {
        String first = open();
        clock.advance(Duration.ofSeconds(1));
        String second = open();
        clock.advance(Duration.ofSeconds(1));
        List<String> others = Stream.generate(this::open).limit(48).toList();
        clock.advance(Duration.ofSeconds(1));
        sessions.find(first);
        open();
        assertThat(others).allSatisfy(one -> assertThat(sessions.find(one)).isPresent());
        assertThat(sessions.find(first)).as("used last").isPresent();
        assertThat(sessions.find(second)).as("used longest ago").isEmpty();
    }
}
