package io.slackwater.discovery;

import io.slackwater.docker.Mount;
import java.util.Optional;

/**
 * Something that no dataset protects.
 *
 * @param reason why it is unprotected, as a sentence
 * @param remedy what to do, as a sentence: a label, or the compose line that would fix it
 * @param gap the reason as an enum, for code
 */
public record Uncovered(
        Severity severity, WorkloadId workload, Subject subject, String reason, String remedy, Gap gap) {

    public Uncovered {
        reason = Sentence.of(reason);
        remedy = Sentence.of(remedy);
    }

    /** For a reason without a gap of its own. */
    public Uncovered(Severity severity, WorkloadId workload, Subject subject, String reason, String remedy) {
        this(severity, workload, subject, reason, remedy, Gap.OTHER);
    }

    /** The subject with its service, because databases of different services share names. Omitted where the subject is unique. */
    public String where() {
        boolean unique = switch (subject) {
            case Subject.Database _, Subject.Dump _, Subject.Directory _ -> false;
            case Subject.Mounted(Mount mount, String _) -> mount.volume() != null;
            default -> true;
        };
        String project = workload.project();
        String service = workload.service();
        return unique
                ? subject.text()
                : subject.text() + " of "
                        + (project.equals(service) ? project : Service.subject(project, service, service));
    }

    /** The dataset id that this data would get; empty when it can be no dataset. */
    Optional<String> dataset() {
        return switch (subject) {
            case Subject.Database(String name) -> Optional.of(DatasetIds.database(workload, name));
            case Subject.Dump(String name) -> Optional.of(DatasetIds.own(workload, name));
            case Subject.Directory(String path) -> Optional.of(DatasetIds.tree(workload, path));
            case Subject.Mounted(Mount _, String dataset) -> Optional.of(dataset);
            default -> Optional.empty();
        };
    }

    public enum Severity {
        /** Data that is lost when the disk dies. Raises an alarm. */
        ALARM,
        /** Excluded by the user or by a rule. Listed without an alarm. */
        NOTE
    }

    /** The category of the reason. */
    public enum Gap {
        /** Any other reason. */
        OTHER,
        /** A label leaves it out. */
        LEFT_OUT,
        /** The dump of a database, or another dataset, holds its data. */
        COVERED,
        /** The database is being dropped for ever: its {@code DROP DATABASE} was interrupted. */
        DROP_INTERRUPTED,
        /** A label names the database, and its server does not list it. */
        NOT_LISTED,
        /** A restore is still filling the database. */
        NOT_WHOLE,
        /** Docker does not answer about the container. */
        SILENT,
        /** Rows of the workload are in a database server that no workload protects. */
        ROWS
    }
}
