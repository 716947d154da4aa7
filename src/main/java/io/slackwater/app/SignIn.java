package io.slackwater.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.slackwater.alert.Conditions;
import io.slackwater.alert.Findings;
import io.slackwater.api.SignInConfig;
import io.slackwater.journal.AlarmStore;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.signin.AuthFailures;
import io.slackwater.signin.AuthenticationMethod;
import io.slackwater.signin.Authenticator;
import io.slackwater.signin.Jwts;
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
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jboss.logging.Logger;

/** Creates the authentication from the settings, and reports its alarms and metrics from the start. */
@Startup
@Singleton
public class SignIn {

    private static final Logger LOG = Logger.getLogger(SignIn.class);

    @Produces
    @Singleton
    final Authenticator authenticator;

    @Produces
    @Singleton
    final PasswordSignIn passwords;

    @Produces
    @Singleton
    final Sessions sessions;

    @Produces
    @Singleton
    final ProxySecret proxySecret;

    private final UsersFile users;
    private final AuthFailures failures;
    private final Optional<Jwts> jwts;
    private final int bound;
    private final AlarmStore alarms;
    private SortedMap<Long, Long> remembered;

    SignIn(SlackwaterConfig places, SignInConfig config, Journal journal, Clock clock, MeterRegistry meters) {
        Path secrets = Path.of(places.secrets());
        users = new UsersFile(config.usersFile().map(Path::of).orElse(usersIn(secrets)));
        sessions = new Sessions(users, clock, config.idle(), config.absolute());
        alarms = journal.alarms();
        remembered = alarms.authFailures();
        TokenFile token = new TokenFile(secrets.resolve("api.token"));
        failures = new AuthFailures(clock, remembered);
        proxySecret =
                new ProxySecret(config.proxy().secretFile().map(Path::of).orElse(secrets.resolve("proxy.secret")));
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
        bound = config.failures();
        for (AuthenticationMethod method : AuthenticationMethod.values()) {
            FunctionCounter.builder("slackwater.authentication.failures", failures, all -> all.count(method))
                    .description("Authentications that failed")
                    .tag("method", method.word())
                    .register(meters);
        }
    }

    private static Jwts.Settings settings(SignInConfig.Jwt jwt) {
        return new Jwts.Settings(
                jwt.issuer(),
                jwt.audience(),
                jwt.nameClaim(),
                jwt.rolesClaim(),
                RoleMap.parse("slackwater.signin.jwt.roles", jwt.roles()));
    }

    /** The users' file, where no other place is set. */
    static Path usersIn(Path secrets) {
        return secrets.resolve("users");
    }

    /** Saves the state at each beat, so that a restart does not end the alarm. */
    private void remember() {
        SortedMap<Long, Long> now = failures.byMinute();
        if (!now.equals(remembered)) {
            try {
                alarms.authFailures(now);
                remembered = now;
            } catch (JournalException e) {
                LOG.debugf("failed authentications are not in the journal yet: %s", e.getMessage());
            }
        }
    }

    Findings findings() {
        remember();
        List<String> problems = new ArrayList<>(users.problems());
        problems.addAll(proxySecret.problems());
        jwts.ifPresent(one -> problems.addAll(one.problems()));
        return Findings.all(Conditions.signIn(failures.recent(), bound, AuthFailures.RECENT, problems));
    }
}
