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
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticatorTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String HASH = "$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi";
    private static final SameOrigin READ =
            new SameOrigin("GET", Optional.empty(), Optional.empty(), "backup.example", true);
    private static final SameOrigin OWN_WRITE =
            new SameOrigin("POST", Optional.of("same-origin"), Optional.empty(), "backup.example", true);
    private static final SameOrigin FOREIGN_WRITE =
            new SameOrigin("POST", Optional.of("same-site"), Optional.empty(), "backup.example", true);
    private static final SameOrigin SILENT_WRITE =
            new SameOrigin("DELETE", Optional.empty(), Optional.empty(), "backup.example", true);
    private static final Authentication NOBODY = new Authentication.Anonymous();

    @TempDir
    Path directory = Path.of("");

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T02:00:00Z"));
    private final List<AuthenticationMethod> counted = new ArrayList<>();
    private final AuthFailures failures = new AuthFailures(clock, counted::add);
    private String session = "";
    private Sessions sessions = new Sessions(new UsersFile(Path.of("none")), clock, Duration.ZERO, Duration.ZERO);

    @BeforeEach
    void anOpenSessionAndASecret() throws Exception {
        Path file = Files.writeString(directory.resolve("users"), "ann:viewer:" + HASH + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        UsersFile users = new UsersFile(file);
        sessions = new Sessions(users, clock, Duration.ofHours(1), Duration.ofHours(12));
        session = sessions.open(users.find("ann").orElseThrow());
        Files.writeString(directory.resolve("proxy.secret"), SECRET + "\n");
        Files.setPosixFilePermissions(directory.resolve("proxy.secret"), PosixFilePermissions.fromString("rw-------"));
    }

    private Authenticator door(boolean forwardAuth) {
        return new Authenticator(
                "the-token"::equals,
                Optional.empty(),
                new ProxySecret(directory.resolve("proxy.secret")),
                forwardAuth
                        ? Optional.of(RoleMap.parse("roles", "backup-admins=admin,staff=viewer"))
                        : Optional.empty(),
                sessions,
                failures);
    }

    private static Authentication in(String name, Role role, AuthenticationMethod method) {
        return new Authentication.Known(new SignedIn(name, Optional.of(role), method));
    }

    private static AuthRequest request(SameOrigin from, String authorization, String session, String... proxy) {
        return new AuthRequest(
                "10.0.0.9",
                text(authorization),
                text(session),
                proxy.length > 0 ? text(proxy[0]) : Optional.empty(),
                proxy.length > 1 ? text(proxy[1]).map(List::of).orElse(List.of()) : List.of(),
                proxy.length > 2 ? text(proxy[2]) : Optional.empty(),
                from);
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    @Test
    void aRequestWithoutCredentialsIsAnonymousAndNoFailure() {
        assertThat(door(true).authenticate(request(READ, "", ""))).isEqualTo(NOBODY);
        assertThat(door(true).authenticate(request(READ, "Basic YTpi", ""))).isEqualTo(NOBODY);
        assertThat(failures.recent()).isZero();
    }

    @Test
    void twoForwardedNamesAreRefusedAndCounted() {
        AuthRequest one = request(READ, "", "", SECRET, "bob", "backup-admins");
        AuthRequest two = new AuthRequest(
                one.address(),
                one.authorization(),
                one.session(),
                one.proxySecret(),
                List.of("mallory", "bob"),
                one.groups(),
                one.from());
        assertThat(door(true).authenticate(one)).isInstanceOf(Authentication.Known.class);
        assertThat(door(true).authenticate(two)).isEqualTo(NOBODY);
        assertThat(Collections.frequency(counted, AuthenticationMethod.PROXY)).isEqualTo(1);
    }

    @Test
    void theApiTokenGivesTheAdminRoleAlsoForWritesFromAnySite() {
        for (String header : new String[] {"Bearer the-token", "bearer the-token", "Bearer  the-token "}) {
            assertThat(door(true).authenticate(request(FOREIGN_WRITE, header, "")))
                    .isEqualTo(in("token", Role.ADMIN, AuthenticationMethod.TOKEN));
        }
    }

    @Test
    void aWrongTokenIsRefusedAndCountedDespiteOtherCredentials() {
        assertThat(door(true).authenticate(request(READ, "Bearer wrong", session, SECRET, "bob", "backup-admins")))
                .isEqualTo(NOBODY);
        assertThat(door(true).authenticate(request(READ, "Bearer a.b.c", ""))).isEqualTo(NOBODY);
        assertThat(Collections.frequency(counted, AuthenticationMethod.TOKEN)).isEqualTo(2);
    }

    @Test
    void aSessionAllowsReadsAndWritesOfThisSite() {
        assertThat(door(false).authenticate(request(READ, "", session)))
                .isEqualTo(in("ann", Role.VIEWER, AuthenticationMethod.SESSION));
        assertThat(door(false).authenticate(request(OWN_WRITE, "", session)))
                .isEqualTo(in("ann", Role.VIEWER, AuthenticationMethod.SESSION));
        assertThat(failures.recent()).isZero();
    }

    @Test
    void aSessionDoesNotAllowWritesOfOtherSites() {
        assertThat(door(false).authenticate(request(FOREIGN_WRITE, "", session)))
                .isInstanceOf(Authentication.CrossSite.class);
        assertThat(door(false).authenticate(request(SILENT_WRITE, "", session)))
                .isInstanceOf(Authentication.CrossSite.class);
        assertThat(Collections.frequency(counted, AuthenticationMethod.SESSION)).isEqualTo(2);
    }

    @Test
    void anExpiredSessionIsAnonymousAndNoFailure() {
        clock.advance(Duration.ofHours(2));
        assertThat(door(false).authenticate(request(READ, "", session))).isEqualTo(NOBODY);
        assertThat(failures.recent()).isZero();
    }

    @Test
    void aForwardedNameIsAcceptedWithTheProxySecret() {
        assertThat(door(true).authenticate(request(READ, "", "", SECRET, "bob", "x, backup-admins ,staff")))
                .isEqualTo(in("bob", Role.ADMIN, AuthenticationMethod.PROXY));
        assertThat(door(true).authenticate(request(OWN_WRITE, "", "", SECRET, "bob", "staff")))
                .isEqualTo(in("bob", Role.VIEWER, AuthenticationMethod.PROXY));
        assertThat(door(true).authenticate(request(SILENT_WRITE, "", "", SECRET, "bob", "staff")))
                .as("a program that signs in at the service before us")
                .isEqualTo(in("bob", Role.VIEWER, AuthenticationMethod.PROXY));
        assertThat(door(true).authenticate(request(READ, "", "", SECRET, "bob", "nothing,admin")))
                .isEqualTo(new Authentication.Known(new SignedIn("bob", Optional.empty(), AuthenticationMethod.PROXY)));
        assertThat(failures.recent()).isZero();
    }

    @Test
    void aForwardedNameWithoutTheProxySecretIsIgnoredAndCounted() {
        assertThat(door(true).authenticate(request(READ, "", "", "", "bob", "backup-admins")))
                .isEqualTo(NOBODY);
        assertThat(door(true).authenticate(request(READ, "", "", SECRET + "x", "bob", "backup-admins")))
                .isEqualTo(NOBODY);
        assertThat(door(true)
                        .authenticate(request(READ, "", "", SECRET.toUpperCase(java.util.Locale.ROOT), "bob", "staff")))
                .isEqualTo(NOBODY);
        assertThat(Collections.frequency(counted, AuthenticationMethod.PROXY)).isEqualTo(3);
        assertThat(door(true).authenticate(request(READ, "", session, "", "bob", "backup-admins")))
                .as("the other credentials still count")
                .isEqualTo(in("ann", Role.VIEWER, AuthenticationMethod.SESSION));
    }

    @Test
    void noProxySecretIsAcceptedWithoutAValidFile() throws Exception {
        Path file = directory.resolve("proxy.secret");
        Files.writeString(file, "short\n");
        assertThat(door(true).authenticate(request(READ, "", "", "short", "bob", "staff")))
                .isEqualTo(NOBODY);
        assertThat(new ProxySecret(file).problems()).singleElement().asString().contains("openssl rand -hex 32");
        Files.delete(file);
        assertThat(door(true).authenticate(request(READ, "", "", "short", "bob", "staff")))
                .isEqualTo(NOBODY);
        assertThat(door(true).authenticate(request(READ, "", "", SECRET, "bob", "staff")))
                .isEqualTo(NOBODY);
    }

    @Test
    void forwardedNamesAreIgnoredUnlessEnabled() {
        assertThat(door(false).authenticate(request(READ, "", "", SECRET, "bob", "backup-admins")))
                .isEqualTo(NOBODY);
        assertThat(failures.recent()).isZero();
    }

    @Test
    void aForwardedNameDoesNotAllowWritesOfOtherSites() {
        assertThat(door(true).authenticate(request(FOREIGN_WRITE, "", "", SECRET, "bob", "staff")))
                .isInstanceOf(Authentication.CrossSite.class);
    }

    @Test
    void anUnprintableForwardedNameIsRefused() {
        assertThat(door(true).authenticate(request(READ, "", "", SECRET, "b\u0007b", "staff")))
                .isEqualTo(NOBODY);
        assertThat(Collections.frequency(counted, AuthenticationMethod.PROXY)).isEqualTo(1);
    }
}
