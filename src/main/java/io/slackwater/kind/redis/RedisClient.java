package io.slackwater.kind.redis;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.Target;
import io.slackwater.capture.Tools;
import io.slackwater.discovery.Credentials;
import io.slackwater.docker.Container;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.journal.EndCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs {@code redis-cli} or {@code valkey-cli} in a workload's container. Passes the password in the environment, never
 * in argv.
 */
final class RedisClient {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Target target;
    private final Tools tools;
    private final String program;

    RedisClient(Target target, Tools tools) throws CaptureException {
        this.target = target;
        this.tools = tools;
        this.program = tools.first("redis-cli", "valkey-cli", "keydb-cli")
                .orElseThrow(() -> new CaptureException(
                        "The container of " + target.subject()
                                + " has no redis-cli, valkey-cli or keydb-cli. Use an image with a client, or back up the volume with"
                                + " slackwater.kind=volume",
                        EndCause.SOURCE_INVALID));
    }

    private ExecCommand command(String... arguments) {
        return command(program, target.container(), target.workload().signIn(), arguments);
    }

    /** A command that signs in to the server in its own container. */
    static ExecCommand command(String program, Container container, Credentials signIn, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(program));
        option(container, "--port")
                .filter(port -> port.matches("[1-9][0-9]*"))
                .ifPresent(port -> argv.addAll(List.of("-p", port)));
        signIn.user().ifPresent(user -> argv.addAll(List.of("--user", user)));
        argv.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>();
        signIn.password().ifPresent(password -> {
            environment.put("REDISCLI_AUTH", password.reveal());
            environment.put("VALKEYCLI_AUTH", password.reveal());
        });
        return new ExecCommand(argv, environment, "");
    }

    /** The value that follows an option in the server's command line. */
    static Optional<String> option(Container container, String name) {
        List<String> command = container.command();
        int at = command.lastIndexOf(name);
        return at < 0 || at + 1 == command.size() ? Optional.empty() : Optional.of(command.get(at + 1));
    }

    /** Writes the server's content as an RDB to stdout. Some servers append 40 bytes to it. */
    ExecCommand dump(DumpMark mark, Duration limit) {
        ExecCommand dump = command("--rdb", "-").withEnvironment(DumpMark.VARIABLE, mark.value());
        return new ExecCommand(tools.bounded(limit, dump.argv()), dump.environment(), "");
    }

    /** The fields of a section of {@code INFO}; empty when the server does not answer or the user has no permission. */
    Map<String, String> info(String section) throws CaptureException, InterruptedException {
        ExecResult result = target.run(command("INFO", section), LIMIT);
        Map<String, String> fields = new HashMap<>();
        result.stdout()
                .lines()
                .map(line -> line.strip().split(":", 2))
                .filter(field -> field.length == 2)
                .forEach(field -> fields.put(field[0], field[1]));
        return result.ok() ? fields : Map.of();
    }

    /** The server's settings whose names match the pattern; empty when the user has no permission to read them. */
    Map<String, String> settings(String pattern) throws CaptureException, InterruptedException {
        ExecResult result = target.run(command("--raw", "CONFIG", "GET", pattern), LIMIT);
        List<String> lines = result.stdout().lines().toList();
        if (!result.ok()
                || lines.size() % 2 != 0
                || (!lines.isEmpty() && lines.getFirst().contains(" "))) {
            return Map.of();
        }
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < lines.size(); i += 2) {
            settings.put(lines.get(i), lines.get(i + 1));
        }
        return settings;
    }
}
