package io.slackwater.discovery;

import java.util.List;
import java.util.Optional;

/**
 * Something that no dataset protects.
 *
 * @param subject the thing in the user's words: {@code service db of project shop}, {@code volume shop_data}
 * @param reason why not, as a sentence
 * @param remedy what to do, as a sentence: a label, or the compose line that would fix it
 * @param gap what kind of reason it is, for whoever must not read words
 * @param dataset the id of the dataset that it would be; empty when that is not known, or told by {@link #database()}
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

    /** For a reason that needs no closer look. */
    public Uncovered(Severity severity, WorkloadId workload, String subject, String reason, String remedy) {
        this(severity, workload, subject, reason, remedy, Gap.OTHER, Optional.empty());
    }

    /** The subject with the service that it is in, unless it names that or is known without: databases have the same names in many. */
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

    /** The real name of the database that this is about; empty when it is about none. */
    public Optional<String> database() {
        return subject.startsWith(DATABASE) ? Optional.of(subject.substring(DATABASE.length())) : Optional.empty();
    }

    public enum Severity {
        /** Data that is lost when the disk dies: alarms. */
        ALARM,
        /** Left out on purpose, by the user or by rule: shown, silent. */
        NOTE
    }

    /** What kind of reason keeps it from being protected. */
    public enum Gap {
        /** None of the others. */
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
