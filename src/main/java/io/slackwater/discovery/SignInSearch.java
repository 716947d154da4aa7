package io.slackwater.discovery;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Searches user and password of a database in labels, and in the environment and secret files of its container. */
public record SignInSearch(Inspection asked) {

    /**
     * The result of a search.
     *
     * @param problem why a variable or file that a label names cannot be used; empty without a problem
     */
    public record Found(Credentials signIn, Optional<String> problem) {}

    /** A value with its source, or the reason why it cannot be read. */
    public record Value(Optional<String> value, String where, Optional<String> problem) {

        public static final Value NONE = new Value(Optional.empty(), "", Optional.empty());

        public static Value of(String value, String where) {
            return new Value(Optional.of(value), where, Optional.empty());
        }

        private static Value missing(String problem) {
            return new Value(Optional.empty(), "", Optional.of(problem));
        }

        private boolean settled() {
            return value.isPresent() || problem.isPresent();
        }
    }

    /** A place where a value may be found. */
    @FunctionalInterface
    public interface Place {

        Value look() throws DockerException, InterruptedException;
    }

    /**
     * Searches the labels first, then these places in order.
     *
     * @param users where the user may be found
     * @param passwords where the password may be found
     */
    public Found find(List<Place> users, List<Place> passwords) throws DockerException, InterruptedException {
        Optional<Value> label = asked.labels().user().map(name -> Value.of(name, "the label slackwater.user"));
        Value user = first(label.orElse(Value.NONE), users);
        Value password = first(labelled(), passwords);
        List<String> because = new ArrayList<>();
        user.value().ifPresent(name -> because.add("signs in as " + name + ": " + user.where()));
        password.value().ifPresent(_ -> because.add("password: " + password.where()));
        return new Found(
                new Credentials(user.value(), password.value().map(Credentials.Secret::new), because),
                user.problem().or(password::problem));
    }

    private static Value first(Value label, List<Place> places) throws DockerException, InterruptedException {
        Value value = label;
        for (Place place : places) {
            if (value.settled()) {
                break;
            }
            value = place.look();
        }
        return value;
    }

    private Value labelled() throws DockerException, InterruptedException {
        Labels labels = asked.labels();
        if (labels.passwordEnv().isPresent()) {
            String name = labels.passwordEnv().get();
            String value = asked.container().environment().get(name);
            return value != null
                    ? Value.of(value, "the variable " + name + ", by the label slackwater.password.env")
                    : Value.missing("the label slackwater.password.env names " + name
                            + ", but the container has no such variable");
        }
        if (labels.passwordFile().isPresent()) {
            String path = labels.passwordFile().get();
            return file(path, "the file " + path + ", by the label slackwater.password.file");
        }
        return Value.NONE;
    }

    /**
     * The value of the first of these variables that is set. A variable with the suffix {@code _FILE} names a file with
     * the value (convention of Docker's official images).
     */
    public Value environment(List<String> names) throws DockerException, InterruptedException {
        Map<String, String> environment = asked.container().environment();
        for (String name : names) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return Value.of(value, "the variable " + name);
            }
            String path = environment.getOrDefault(name + "_FILE", "");
            if (!path.isEmpty()) {
                return file(path, "the file " + path + ", named by the variable " + name + "_FILE");
            }
        }
        return Value.NONE;
    }

    private Value file(String path, String where) throws DockerException, InterruptedException {
        return switch (asked.run(ExecCommand.of("cat", "--", path))) {
            case Execs.ExecOutcome.Ended ended
            when ended.ok() -> Value.of(ended.stdout().replaceAll("[\\r\\n]+$", ""), where);
            case Execs.ExecOutcome.Ended ended ->
                Value.missing("cannot read " + where + ": " + ended.stderr().strip());
            case Execs.ExecOutcome.Refused refused -> Value.missing("cannot read " + where + ": " + refused.why());
        };
    }
}
