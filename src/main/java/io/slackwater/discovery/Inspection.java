package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The inspection of a container by its kind: the known facts as input, and the receiver of findings. Used by one thread. */
public record Inspection(
        Service service, KindProfile kind, Labels labels, PlanChoice plan, Coverage coverage, Execs execs) {

    public WorkloadId workload() {
        return service.id();
    }

    public Container container() {
        return service.container();
    }

    /** Databases that a label names; empty: all of them. */
    public List<String> databases() {
        return labels.databases();
    }

    /** The method that a label chooses. */
    public Optional<Method> method() {
        return labels.method();
    }

    /** Runs a short command in the container. */
    public Execs.Outcome run(ExecCommand command) throws DockerException, InterruptedException {
        return execs.run(container(), command);
    }

    /** A directory that a variable of the container names, as an absolute path in the container. */
    public String directory(String variable, String usual) {
        String start = container().workingDirectory();
        return Path.of(start.isEmpty() ? "/" : start)
                .resolve(container().environment().getOrDefault(variable, usual))
                .normalize()
                .toString();
    }

    /** Reports a fault of the service as a whole. */
    public void alarm(String reason, String remedy) {
        coverage.alarm(service, reason, remedy);
    }

    public void report(Uncovered.Severity severity, Subject subject, String reason, String remedy, Uncovered.Gap gap) {
        coverage.add(new Uncovered(severity, workload(), subject, reason, remedy, gap));
    }

    /** The dump of a database. */
    public Dataset database(String name, String format, List<String> because) {
        return dump(DatasetIds.database(workload(), name), name, format, because);
    }

    /** A dump that is of no database. Its name is one of the reserved names of dataset ids. */
    public Dataset dump(String name, String format, List<String> because) {
        return dump(DatasetIds.own(workload(), name), name, format, because);
    }

    private Dataset dump(String id, String name, String format, List<String> because) {
        List<String> all = new ArrayList<>(because);
        all.add(plan.because());
        return new Dataset(
                id, workload(), name, new Source.Stream(kind.kind(), name, format), Method.STREAM, plan.plan(), all);
    }
}
