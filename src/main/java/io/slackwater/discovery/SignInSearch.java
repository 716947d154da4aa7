package io.slackwater.discovery;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the credentials of a database in its labels, or in the environment and the secret files of its container. */
public record SignInSearch(Inspection asked) {

    /** The labels that it reads. */
    public static final Set<String> LABELS =
            Set.of("slackwater.user", "slackwater.password.env", "slackwater.password.file");

    /** @param problem the variable or file that a label names and the container lacks */
    public record Found(Credentials signIn, Optional<String> problem) {}

    /** A value with its source, or the reason why the value of a label is missing. */
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

    /** A source of a value. */
    @FunctionalInterface
    public interface Place {

        Value look() throws DockerException, InterruptedException;
    }

    /**
     * Labels come first, then these places in their order.
     *
     * @param users where the name of the user may stand
     * @param passwords where the password may stand
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
                            + ", which the container's environment does not hold");
        }
        if (labels.passwordFile().isPresent()) {
            String path = labels.passwordFile().get();
            return file(path, "the file " + path + ", by the label slackwater.password.file");
        }
        return Value.NONE;
    }

    /** The first of these variables that is set, or the file that its {@code _FILE} twin names (docker-library's convention). */
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
            case Execs.Outcome.Ended ended
            when ended.ok() -> Value.of(ended.stdout().replaceAll("[\\r\\n]+$", ""), where);
            case Execs.Outcome.Ended ended ->
                Value.missing("cannot read " + where + ": " + ended.stderr().strip());
            case Execs.Outcome.Refused refused -> Value.missing("cannot read " + where + ": " + refused.why());
        };
    }
}
