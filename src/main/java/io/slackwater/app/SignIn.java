package io.slackwater.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.slackwater.alert.Findings;
import io.slackwater.alert.SignInAlarms;
import io.slackwater.api.SignInConfig;
import io.slackwater.signin.AuthFailures;
import io.slackwater.signin.AuthenticationMethod;
import io.slackwater.signin.Authenticator;
import io.slackwater.signin.Jwts;
import io.slackwater.signin.MonitorSignIn;
import io.slackwater.signin.PasswordSignIn;
import io.slackwater.signin.ProxySecret;
import io.slackwater.signin.RoleMap;
import io.slackwater.signin.Sessions;
import io.slackwater.signin.Throttle;
import io.slackwater.signin.TokenFile;
import io.slackwater.signin.UsersFile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Creates the objects of the sign-in from the settings, and reports alarms and metrics about failed sign-ins. */
@Startup
@Singleton
public class SignIn {

    @Produces
    final Authenticator authenticator;

    @Produces
    final PasswordSignIn passwords;

    @Produces
    final MonitorSignIn monitor;

    @Produces
    final Sessions sessions;

    @Produces
    final ProxySecret proxySecret;

    @Produces
    final Supplier<Findings> findings = this::findings;

    private final UsersFile users;
    private final AuthFailures failures;
    private final Optional<Jwts> jwts;
    private final int bound;

    SignIn(SlackwaterConfig places, SignInConfig config, Clock clock, MeterRegistry meters) {
        Settings settings = new Settings(places, config);
        users = new UsersFile(settings.usersFile());
        sessions = new Sessions(users, clock, config.idle(), config.absolute());
        TokenFile token = new TokenFile(Path.of(places.secrets()).resolve("api.token"));
        Map<AuthenticationMethod, Counter> failed = new EnumMap<>(AuthenticationMethod.class);
        for (AuthenticationMethod method : AuthenticationMethod.values()) {
            failed.put(
                    method,
                    Counter.builder("slackwater.authentication.failures")
                            .description("Authentications that failed")
                            .tag("method", method.word())
                            .register(meters));
        }
        failures = new AuthFailures(
                clock, method -> Objects.requireNonNull(failed.get(method)).increment());
        proxySecret = new ProxySecret(settings.proxySecret());
        jwts = config.jwt().publicKeyFile().map(file -> new Jwts(Path.of(file), settings(config.jwt()), clock));
        RoleMap groups =
                RoleMap.parse("slackwater.signin.proxy.roles", config.proxy().roles());
        authenticator = new Authenticator(
                token::matches,
                jwts,
                proxySecret,
                config.proxy().forwardAuth() ? Optional.of(groups) : Optional.empty(),
                sessions,
                failures);
        passwords = new PasswordSignIn(users, sessions, new Throttle(clock, Throttle.Bounds.DEFAULT), failures);
        monitor = new MonitorSignIn(
                new TokenFile(Path.of(places.secrets()).resolve("health.token"))::matches,
                new Throttle(clock, Throttle.Bounds.DEFAULT),
                failures);
        bound = config.failures();
    }

    private static Jwts.JwtSettings settings(SignInConfig.Jwt jwt) {
        return new Jwts.JwtSettings(
                jwt.issuer(),
                jwt.audience(),
                jwt.nameClaim(),
                jwt.rolesClaim(),
                RoleMap.parse("slackwater.signin.jwt.roles", jwt.roles()));
    }

    private Findings findings() {
        List<String> problems = new ArrayList<>(users.problems());
        problems.addAll(proxySecret.problems());
        jwts.ifPresent(one -> problems.addAll(one.problems()));
        return Findings.all(SignInAlarms.of(failures.recent(), bound, AuthFailures.RECENT, problems));
    }
}
