package io.slackwater.discovery;

import java.util.List;
import java.util.Optional;

/**
 * Something that no dataset protects.
 *
 * @param subject the user's name for it: {@code service db of project shop}, {@code volume shop_data}
 * @param reason why it is unprotected, as a sentence
 * @param remedy what to do, as a sentence: a label, or the compose line that would fix it
 * @param gap the reason as an enum, for code
 * @param dataset the id that its dataset would have; empty when unknown, or when {@link #database()} determines it
 */
public record Uncovered(
        Severity severity,
        WorkloadId workload,
        String subject,
        String reason,
        String remedy,
        Gap gap,
        Optional<String> dataset) {

    private static final String DATABASE = "database ";
    private static final List<String> WITHIN = List.of(DATABASE, "directory ", "roles");

    public Uncovered {
        reason = Sentence.of(reason);
        remedy = Sentence.of(remedy);
    }

    /** For a reason without a gap of its own. */
    public Uncovered(Severity severity, WorkloadId workload, String subject, String reason, String remedy) {
        this(severity, workload, subject, reason, remedy, Gap.OTHER, Optional.empty());
    }

    /** The subject with its service, because databases of different services share names. Omitted where the subject is unique. */
    public String where() {
        if (WITHIN.stream().noneMatch(subject::startsWith)) {
            return subject;
        }
        String project = workload.project();
        return subject + " of "
                + (project.equals(workload.service())
                        ? project
                        : Service.subject(project, workload.service(), workload.service()));
    }

    /** The name of the database that is unprotected; empty for anything else. */
    public Optional<String> database() {
        return subject.startsWith(DATABASE) ? Optional.of(subject.substring(DATABASE.length())) : Optional.empty();
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
