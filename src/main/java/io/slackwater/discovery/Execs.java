package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import java.time.Duration;

/** Runs short commands in workloads' containers. A container that refuses a command affects only its own workload. */
public record Execs(Docker docker) {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    public sealed interface ExecOutcome {
        record Ended(int exitCode, String stdout, String stderr) implements ExecOutcome {
            public boolean ok() {
                return exitCode == 0;
            }
        }

        /** The command could not run, because the container stopped or lacks the program. */
        record Refused(String why) implements ExecOutcome {}
    }

    /**
     * Runs a command and waits for its end.
     *
     * @throws DockerException the Docker daemon does not answer
     */
    public ExecOutcome run(Container container, ExecCommand command) throws DockerException, InterruptedException {
        try {
            ExecResult result = docker.exec(container.id(), command, LIMIT);
            // With these exit codes runc reports that a command did not start. It writes the reason to stdout.
            if (result.exitCode() == 126 || result.exitCode() == 127) {
                String said = (result.stdout() + " " + result.stderr()).strip();
                return new ExecOutcome.Refused(command.argv().getFirst() + " cannot be started in the container "
                        + container.name() + (said.isEmpty() ? "" : ": " + said));
            }
            return new ExecOutcome.Ended(result.exitCode(), result.stdout(), result.stderr());
        } catch (DockerException e) {
            throwIfAway(docker, e);
            return new ExecOutcome.Refused(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Distinguishes a failed command from an unavailable daemon.
     *
     * @throws DockerException the Docker daemon does not answer, which explains the failure
     */
    static void throwIfAway(Docker docker, DockerException failure) throws DockerException {
        try {
            docker.ping();
        } catch (DockerException away) {
            away.addSuppressed(failure);
            throw away;
        }
    }

    /** Whether the command ends with exit code 0. */
    public boolean succeeds(Container container, String... argv) throws DockerException, InterruptedException {
        return run(container, ExecCommand.of(argv)) instanceof ExecOutcome.Ended ended && ended.ok();
    }
}
