package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds how to sign in to a database from what its container was started with: labels first, then its command, environment and
 * secret files. Stateless.
 */
final class SignInSearch {

    private static final List<String> POSTGRES_USERS = List.of("POSTGRES_USER", "PGUSER");
    private static final List<String> POSTGRES_PASSWORDS =
            List.of("POSTGRES_PASSWORD", "POSTGRESQL_POSTGRES_PASSWORD", "POSTGRESQL_PASSWORD", "PGPASSWORD");
    private static final List<String> REDIS_PASSWORDS = List.of("REDIS_PASSWORD", "VALKEY_PASSWORD", "REDISCLI_AUTH");

    private static final Pattern REQUIREPASS =
            Pattern.compile("(?:^|\\s)--requirepass(?:\\s+|=)(\"[^\"]*\"|'[^']*'|\\S+)");
    private static final Pattern CONFIGURED =
            Pattern.compile("(?mi)^\\s*requirepass\\s+(\"[^\"]*\"|'[^']*'|\\S+)\\s*$");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([A-Za-z_]\\w*)[^}]*}|([A-Za-z_]\\w*))");

    private final Execs execs;

    SignInSearch(Execs execs) {
        this.execs = execs;
    }

    /**
     * @param because where user and password come from
     * @param problem what a label promises and the container does not hold
     */
    record Found(Credentials signIn, List<String> because, Optional<String> problem) {
        Found {
            because = List.copyOf(because);
        }
    }

    /** A value and where it was found, or why what was promised is not there. */
    private record Value(Optional<String> value, String where, Optional<String> problem) {
        static final Value NONE = new Value(Optional.empty(), "", Optional.empty());

        static Value of(String value, String where) {
            return new Value(Optional.of(value), where, Optional.empty());
        }

        static Value missing(String problem) {
            return new Value(Optional.empty(), "", Optional.of(problem));
        }

        boolean settled() {
            return value.isPresent() || problem.isPresent();
        }
    }

    Found postgres(Container container, Labels labels) throws DockerException, InterruptedException {
        Value user = labels.user()
                .map(name -> Value.of(name, "the label slackwater.user"))
                .orElse(Value.NONE);
        if (!user.settled()) {
            user = environment(container, POSTGRES_USERS);
        }
        if (!user.settled()) {
            user = Value.of("postgres", "PostgreSQL's default");
        }
        Value password = labelled(container, labels);
        if (!password.settled()) {
            password = environment(container, POSTGRES_PASSWORDS);
        }
        return found(user, password);
    }

    Found redis(Container container, Labels labels) throws DockerException, InterruptedException {
        Value user = labels.user()
                .map(name -> Value.of(name, "the label slackwater.user"))
                .orElse(Value.NONE);
        Value password = labelled(container, labels);
        if (!password.settled()) {
            password = requirepass(container);
        }
        if (!password.settled()) {
            password = environment(container, REDIS_PASSWORDS);
        }
        if (!password.settled()) {
            password = configured(container);
        }
        return found(user, password);
    }

    private static Found found(Value user, Value password) {
        List<String> because = new java.util.ArrayList<>();
        user.value().ifPresent(name -> because.add("signs in as " + name + ": " + user.where()));
        password.value().ifPresent(hidden -> because.add("password: " + password.where()));
        return new Found(
                new Credentials(user.value(), password.value().map(Credentials.Secret::new)),
                because,
                user.problem().or(password::problem));
    }

    private Value labelled(Container container, Labels labels) throws DockerException, InterruptedException {
        if (labels.passwordEnv().isPresent()) {
            String name = labels.passwordEnv().get();
            String value = container.environment().get(name);
            return value != null
                    ? Value.of(value, "the variable " + name + ", by the label slackwater.password.env")
                    : Value.missing("the label slackwater.password.env names " + name
                            + ", which the container's environment does not hold");
        }
        if (labels.passwordFile().isPresent()) {
            String path = labels.passwordFile().get();
            return file(container, path, "the file " + path + ", by the label slackwater.password.file");
        }
        return Value.NONE;
    }

    /** The first of these variables that is set, or the file that its {@code _FILE} twin names (docker-library's convention). */
    private Value environment(Container container, List<String> names) throws DockerException, InterruptedException {
        Map<String, String> environment = container.environment();
        for (String name : names) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return Value.of(value, "the variable " + name);
            }
            String path = environment.getOrDefault(name + "_FILE", "");
            if (!path.isEmpty()) {
                return file(container, path, "the file " + path + ", named by the variable " + name + "_FILE");
            }
        }
        return Value.NONE;
    }

    private Value file(Container container, String path, String where) throws DockerException, InterruptedException {
        Execs.Outcome outcome = execs.run(container, ExecCommand.of("cat", "--", path));
        if (outcome instanceof Execs.Outcome.Ended ended && ended.ok()) {
            return Value.of(ended.stdout().replaceAll("[\\r\\n]+$", ""), where);
        }
        return Value.missing("cannot read " + where + ": " + reason(outcome));
    }

    private static Value requirepass(Container container) {
        List<String> command = container.command();
        for (int i = 0; i < command.size(); i++) {
            if (command.get(i).equals("--requirepass") && i + 1 < command.size()) {
                return Value.of(command.get(i + 1), "--requirepass in its command");
            }
            Matcher matcher = REQUIREPASS.matcher(command.get(i));
            if (matcher.find()) {
                // A shell's line: its variables come from the container's environment.
                return Value.of(expanded(matcher.group(1), container.environment()), "--requirepass in its command");
            }
        }
        return Value.NONE;
    }

    /** The {@code requirepass} of a configuration file that the command names. */
    private Value configured(Container container) throws DockerException, InterruptedException {
        for (String word : container.command()) {
            if (word.startsWith("/") && word.endsWith(".conf")) {
                Execs.Outcome outcome = execs.run(container, ExecCommand.of("cat", "--", word));
                if (outcome instanceof Execs.Outcome.Ended ended && ended.ok()) {
                    Matcher matcher = CONFIGURED.matcher(ended.stdout());
                    if (matcher.find()) {
                        return Value.of(unquoted(matcher.group(1)), "requirepass in " + word);
                    }
                }
            }
        }
        return Value.NONE;
    }

    private static String expanded(String word, Map<String, String> environment) {
        String bare = unquoted(word);
        if (word.startsWith("'")) {
            return bare;
        }
        return VARIABLE.matcher(bare)
                .replaceAll(match -> Matcher.quoteReplacement(
                        environment.getOrDefault(match.group(1) != null ? match.group(1) : match.group(2), "")));
    }

    private static String unquoted(String word) {
        boolean quoted = word.length() > 1 && (word.charAt(0) == '"' || word.charAt(0) == '\'');
        return quoted ? word.substring(1, word.length() - 1) : word;
    }

    private static String reason(Execs.Outcome outcome) {
        return switch (outcome) {
            case Execs.Outcome.Refused refused -> refused.why();
            case Execs.Outcome.Ended ended -> ended.stderr().strip();
        };
    }
}
