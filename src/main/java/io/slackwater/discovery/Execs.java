package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import java.time.Duration;

/**
 * Short commands in workloads' containers. A container that cannot be asked spoils only its own workload; a daemon that has gone
 * ends the whole look.
 */
final class Execs {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Docker docker;

    Execs(Docker docker) {
        this.docker = docker;
    }

    sealed interface Outcome {
        record Ended(int exitCode, String stdout, String stderr) implements Outcome {
            boolean ok() {
                return exitCode == 0;
            }
        }

        /** It could not be run at all: the container stopped, or has no such program. */
        record Refused(String why) implements Outcome {}
    }

    /** @throws DockerException the daemon is away */
    Outcome run(Container container, ExecCommand command) throws DockerException, InterruptedException {
        try {
            ExecResult result = docker.exec(container.id(), command, LIMIT);
            // runc reports a program that is not there through these two (and writes why to stdout).
            if (result.exitCode() == 126 || result.exitCode() == 127) {
                return new Outcome.Refused(
                        "the container has no program " + command.argv().getFirst());
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
}
