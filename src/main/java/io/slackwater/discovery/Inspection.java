package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The inspection of one container by its {@linkplain DiscoverableKind kind of service}: holds the known facts and
 * receives the findings. Used by one thread.
 */
public record Inspection(
        Service service, KindProfile kind, Labels labels, PlanChoice plan, Coverage coverage, Execs execs) {

    public WorkloadId workload() {
        return service.id();
    }

    public Container container() {
        return service.container();
    }

    /** The databases that the label {@code slackwater.databases} names; empty for all databases. */
    public List<String> databases() {
        return labels.databases();
    }

    /** The capture method that the label {@code slackwater.method} names. */
    public Optional<Method> method() {
        return labels.method();
    }

    /** Runs a short command in the container. */
    public Execs.ExecOutcome run(ExecCommand command) throws DockerException, InterruptedException {
        return execs.run(container(), command);
    }

    /**
     * The directory that an environment variable names, as an absolute path in the container.
     *
     * @param usual the directory when the variable is not set
     */
    public String directory(String variable, String usual) {
        String start = container().workingDirectory();
        return Path.of(start.isEmpty() ? "/" : start)
                .resolve(container().environment().getOrDefault(variable, usual))
                .normalize()
                .toString();
    }

    /** Reports an alarm about the whole service. */
    public void alarm(String reason, String remedy) {
        coverage.alarm(service, reason, remedy);
    }

    public void report(Uncovered.Severity severity, Subject subject, String reason, String remedy, Uncovered.Gap gap) {
        coverage.add(new Uncovered(severity, workload(), subject, reason, remedy, gap));
    }

    /** The database of this name, as a subject of a report. */
    public Subject.Database database(String name) {
        return new Subject.Database(name, DatasetIds.database(workload(), name, kind.dumpNames()));
    }

    /** Creates the dataset of a database's dump. */
    public Dataset dump(Subject.Database database, String format, List<String> because) {
        return dump(database.dataset(), database.name(), format, because);
    }

    /**
     * Creates the dataset of a dump that is no database.
     *
     * @param name one of {@link KindProfile#dumpNames}
     */
    public Dataset dump(String name, String format, List<String> because) {
        if (!kind.dumpNames().contains(name)) {
            throw new IllegalArgumentException(
                    "the profile of '%s' does not name its dump '%s'".formatted(kind.kind(), name));
        }
        return dump(DatasetIds.own(workload(), name), name, format, because);
    }

    private Dataset dump(String id, String name, String format, List<String> because) {
        List<String> all = new ArrayList<>(because);
        all.add(plan.because());
        return new Dataset(
                id, workload(), name, new Source.Stream(kind.kind(), name, format), Method.STREAM, plan.plan(), all);
    }
}
