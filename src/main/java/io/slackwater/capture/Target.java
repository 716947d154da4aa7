package io.slackwater.capture;

import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.ExecStream;
import io.slackwater.journal.EndCause;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A workload's running container at this moment. Its id changes when Compose recreates it. */
public record Target(Docker docker, Workload workload, Container container) {

    /**
     * Finds the running container.
     *
     * @throws CaptureException no container of the workload runs; a transient failure
     */
    public static Target of(Docker docker, Workload workload) throws CaptureException {
        Optional<Container> found = newest(docker, workload);
        if (found.isEmpty()) {
            throw new CaptureException(
                    "The container of " + subject(workload) + " no longer exists. Start it: docker compose up -d "
                            + workload.id().service(),
                    EndCause.NOT_RUNNING);
        }
        Container container = found.get();
        if (!container.running()) {
            throw new CaptureException(
                    "Container " + container.name() + " of " + subject(workload) + " is "
                            + container.state().name().toLowerCase(java.util.Locale.ROOT)
                            + ", but a dump needs it running. Start or unpause it",
                    EndCause.NOT_RUNNING);
        }
        return new Target(docker, workload, container);
    }

    /** Finds the running container; empty when none runs. In that case, no command of Slackwater runs in it either. */
    public static Optional<Target> running(Docker docker, Workload workload) throws CaptureException {
        return newest(docker, workload).filter(Container::running).map(c -> new Target(docker, workload, c));
    }

    private static Optional<Container> newest(Docker docker, Workload workload) throws CaptureException {
        Container known = workload.container();
        try {
            if (known.project().isEmpty()) {
                return docker.find(known.name());
            }
            List<Container> replicas = docker.service(known.project(), known.service());
            return replicas.stream()
                    .max(Comparator.comparing((Container c) -> c.name().equals(known.name()))
                            .thenComparing(Container::running)
                            .thenComparing(Container::startedAt));
        } catch (DockerException e) {
            throw failure("Cannot look up " + subject(workload), e);
        }
    }

    /** The workload's name for messages. */
    public static String subject(Workload workload) {
        Container container = workload.container();
        return container.project().isEmpty()
                ? "container " + container.name()
                : "service " + container.service() + " of project " + container.project();
    }

    public String subject() {
        return subject(workload);
    }

    /** Explains a failed command. The message of a refusal also names the user and the source of the password. */
    public CaptureException explain(ToolFailures failures, String what, int code, String stderr) {
        CaptureException failure = failures.explain(what, code, stderr);
        return failures.refused(stderr)
                ? new CaptureException(
                        workload.signIn().tried(String.valueOf(failure.getMessage()), container), failure.endCause())
                : failure;
    }

    private static CaptureException failure(String what, DockerException failure) {
        return new CaptureException(what + ": " + failure.getMessage(), failure);
    }

    public ExecResult run(ExecCommand command, Duration limit) throws CaptureException, InterruptedException {
        try {
            return docker.exec(container.id(), command, limit);
        } catch (DockerException e) {
            throw failure("Cannot run a command in " + subject(), e);
        }
    }

    public ExecStream open(ExecCommand command, boolean stdin) throws CaptureException {
        try {
            return docker.open(container.id(), command, stdin);
        } catch (DockerException e) {
            throw failure("Cannot run a command in " + subject(), e);
        }
    }
}
