package io.slackwater.discovery;

import io.slackwater.docker.Mount;
import java.util.Optional;

/**
 * Data without a backup, or a problem with its protection.
 *
 * @param reason why it has no backup, as a sentence
 * @param remedy what to do, as a sentence, such as a label or a line for the compose file
 * @param gap the category of the reason, for decisions in code
 */
public record Uncovered(
        Severity severity, WorkloadId workload, Subject subject, String reason, String remedy, Gap gap) {

    public Uncovered {
        reason = Sentence.of(reason);
        remedy = Sentence.of(remedy);
    }

    /** Creates a report whose reason has no category. */
    public Uncovered(Severity severity, WorkloadId workload, Subject subject, String reason, String remedy) {
        this(severity, workload, subject, reason, remedy, Gap.NO_BACKUP);
    }

    /**
     * The thing's name with its service, because databases of several services may have the same name. Without the
     * service when the name is unique.
     */
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

    /** The id that a dataset of this data would have; empty when it cannot be a dataset. */
    Optional<String> dataset() {
        return switch (subject) {
            case Subject.Database(String _, String dataset) -> Optional.of(dataset);
            case Subject.Dump(String name) -> Optional.of(DatasetIds.own(workload, name));
            case Subject.Directory(String path) -> Optional.of(DatasetIds.tree(workload, path));
            case Subject.Mounted(Mount _, String dataset) -> Optional.of(dataset);
            default -> Optional.empty();
        };
    }

    /** Whether this is the id of the workload, or an id that a dataset of the workload can have. */
    public boolean ofWorkload(String id) {
        String any = DatasetIds.own(workload, "x");
        return id.equals(workload.value()) || id.startsWith(any.substring(0, any.length() - 1));
    }

    public enum Severity {
        /** The data is lost when the disk fails. Raises an alarm. */
        ALARM,
        /** The user or a rule excludes the data. Listed without an alarm. */
        NOTE
    }

    /** The category of the reason. */
    public enum Gap {
        /** No backup contains the data, for any other reason. */
        NO_BACKUP,
        /** A label excludes the data. */
        LEFT_OUT,
        /** A label of the workload is unknown or has an invalid value. */
        LABEL,
        /** A database's dump or another dataset contains the data. */
        COVERED,
        /** The server has no usable database of this name: missing, half dropped, or half restored. */
        UNUSABLE,
        /** Docker could not inspect the container. */
        SILENT,
        /** The rows of the workload are in a database server that is not backed up. */
        ROWS
    }
}
