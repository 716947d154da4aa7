package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Short commands in workloads' containers. A container that cannot be asked spoils only its own workload; a daemon that has gone
 * ends the whole look.
 */
public final class Execs {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** The words of runc, crun and of shells. */
    private static final Pattern NO_PROGRAM = Pattern.compile("not found|[Nn]o such file");

    private final Docker docker;

    Execs(Docker docker) {
        this.docker = docker;
    }

    public sealed interface Outcome {
        record Ended(int exitCode, String stdout, String stderr) implements Outcome {
            public boolean ok() {
                return exitCode == 0;
            }
        }

        /** The command could not run: the container stopped, or lacks the program. */
        record Refused(String why) implements Outcome {}
    }

    /** @throws DockerException the daemon is away */
    public Outcome run(Container container, ExecCommand command) throws DockerException, InterruptedException {
        try {
            ExecResult result = docker.exec(container.id(), command, LIMIT);
            // runc reports a program that is not there through these two (and writes why to stdout).
            if (result.exitCode() == 126 || result.exitCode() == 127) {
                return new Outcome.Refused(notStarted(
                        container, command.argv().getFirst(), (result.stdout() + " " + result.stderr()).strip()));
            }
            return new Outcome.Ended(result.exitCode(), result.stdout(), result.stderr());
        } catch (DockerException e) {
            try {
                docker.ping();
            } catch (DockerException away) {
                away.addSuppressed(e);
                throw away;
            }
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        }
    }

    /** Whether the command ends well. */
    public boolean succeeds(Container container, String... argv) throws DockerException, InterruptedException {
        return run(container, ExecCommand.of(argv)) instanceof Outcome.Ended ended && ended.ok();
    }

    /** A container that is going away starts nothing either, and lacks nothing. */
    private String notStarted(Container container, String program, String said) throws DockerException {
        Optional<Container> now = docker.find(container.id());
        if (now.isEmpty()) {
            return "the container " + container.name() + " was removed just now";
        }
        if (!now.get().running()) {
            return "the container is " + now.get().state().name().toLowerCase(Locale.ROOT);
        }
        if (!now.get().startedAt().equals(container.startedAt())) {
            return "the container was restarted just now";
        }
        return NO_PROGRAM.matcher(said).find()
                ? "the container has no program " + program
                : program + " cannot be started in the container: " + said;
    }
}
