package io.slackwater.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.slackwater.observe.Alarm;
import io.slackwater.observe.AlarmSource;
import io.slackwater.observe.Conditions;
import io.slackwater.signin.Door;
import io.slackwater.signin.Failures;
import io.slackwater.signin.Jwts;
import io.slackwater.signin.Method;
import io.slackwater.signin.PasswordDesk;
import io.slackwater.signin.ProxySecret;
import io.slackwater.signin.RoleMap;
import io.slackwater.signin.Sessions;
import io.slackwater.signin.Throttle;
import io.slackwater.signin.UsersFile;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The room that decides who somebody is, put together from the settings; tells its alarms and counts from the start. */
@Startup
@Singleton
public class SignIn {

    private final UsersFile users;
    private final Sessions sessions;
    private final Failures failures;
    private final ProxySecret proxySecret;
    private final Optional<Jwts> jwts;
    private final Door door;
    private final PasswordDesk desk;
    private final int bound;

    SignIn(
            SlackwaterConfig places,
            SignInConfig config,
            Slackwater slackwater,
            ApiToken token,
            Watch watch,
            MeterRegistry meters) {
        Clock clock = slackwater.clock();
        Path secrets = Path.of(places.secrets());
        users = new UsersFile(config.usersFile().map(Path::of).orElse(usersIn(secrets)));
        sessions = new Sessions(users, clock, config.idle(), config.absolute());
        failures = new Failures(clock);
        proxySecret =
                new ProxySecret(config.proxy().secretFile().map(Path::of).orElse(secrets.resolve("proxy.secret")));
        jwts = config.jwt().publicKeyFile().map(file -> new Jwts(Path.of(file), settings(config.jwt()), clock));
        RoleMap groups =
                RoleMap.parse("slackwater.signin.proxy.roles", config.proxy().roles());
        door = new Door(
                token::matches,
                jwts,
                proxySecret,
                config.proxy().forwardAuth() ? Optional.of(groups) : Optional.empty(),
                sessions,
                failures);
        desk = new PasswordDesk(
                users, sessions, new Throttle(clock, Throttle.Limits.USER, Throttle.Limits.ADDRESS), failures);
        bound = config.failures();
        watch.include(AlarmSource.SECURITY, this::alarms);
        for (Method method : Method.values()) {
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

    Door door() {
        return door;
    }

    PasswordDesk desk() {
        return desk;
    }

    Sessions sessions() {
        return sessions;
    }

    UsersFile users() {
        return users;
    }

    ProxySecret proxySecret() {
        return proxySecret;
    }

    private List<Alarm> alarms() {
        List<String> problems = new ArrayList<>(users.problems());
        problems.addAll(proxySecret.problems());
        jwts.ifPresent(one -> problems.addAll(one.problems()));
        return Conditions.signIn(failures.recent(), bound, Failures.RECENT, problems);
    }
}
