package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.Cleanup;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.Leftovers;
import io.slackwater.capture.ToolFailures;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.journal.EndCause;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Runs commands of labels in containers, and ends those that take too long. Stateless. */
record CommandRunner(Docker docker) {

    private static final Logger LOG = Logger.getLogger(CommandRunner.class);

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    /** All containers of a Compose service, or the container of this name outside Compose. */
    List<Container> containers(String project, String service, String name) throws DockerException {
        return project.isEmpty() ? docker.find(name).stream().toList() : docker.service(project, service);
    }

    /** The running container, preferably the one of this name. Compose may have created it again. */
    Optional<Container> running(String project, String service, String name) throws DockerException {
        return containers(project, service, name).stream()
                .filter(Container::running)
                .max(Comparator.comparing((Container one) -> one.name().equals(name))
                        .thenComparing(Container::startedAt));
    }

    /** Why a command failed, in words. */
    record Problem(String reason, EndCause cause) {}

    /** Runs a command as the container's own user. Returns why it failed. Ends it when it takes too long. */
    Optional<Problem> run(Container container, String workload, String label, List<String> argv, Duration allowed)
            throws InterruptedException {
        String what = "the command " + label + " (" + argv.getFirst() + ") in container " + container.name();
        ExecCommand command =
                new ExecCommand(argv, Map.of(DumpMark.VARIABLE, mark(workload).value()), "");
        try {
            ExecResult result = docker.exec(container.id(), command, allowed);
            return switch (result.exitCode()) {
                case 0 -> Optional.empty();
                case NOT_EXECUTABLE, NOT_FOUND ->
                    Optional.of(new Problem(
                            what + " could not be started: " + ToolFailures.essence(result.reason())
                                    + ". Correct the label",
                            EndCause.SOURCE_INVALID));
                default ->
                    Optional.of(new Problem(
                            what + " failed with exit code " + result.exitCode() + ": "
                                    + ToolFailures.essence(result.reason()),
                            EndCause.SOURCE));
            };
        } catch (DockerException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                return Optional.of(new Problem(
                        what + " took longer than the allowed " + allowed.toSeconds() + " s"
                                + (end(container, workload) ? " and was ended" : " and could not be ended")
                                + ". Find out what it waits for, or raise limits.exec in the policy",
                        EndCause.SOURCE));
            }
            return Optional.of(new Problem(
                    what + " could not run: " + e.getMessage(),
                    e.failure() == DockerFailure.REFUSED ? EndCause.SOURCE_INVALID : EndCause.SOURCE));
        } catch (InterruptedException e) {
            Cleanup cleanup = () -> Leftovers.end(docker, container, mark(workload));
            cleanup.runUninterrupted("command of " + workload);
            throw e;
        }
    }

    /** Identifies the processes of the workload's commands, so that they can be ended. */
    private static DumpMark mark(String workload) {
        return DumpMark.of("command-" + workload);
    }

    /** Ends the commands of the workload that still run. Returns whether none is left. */
    boolean end(Container container, String workload) throws InterruptedException {
        try {
            Leftovers.end(docker, container, mark(workload));
            return true;
        } catch (CaptureException e) {
            LOG.warnf("a command may still run container=%s reason=\"%s\"", container.name(), e.getMessage());
            return false;
        }
    }
}
