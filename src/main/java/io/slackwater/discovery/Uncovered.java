package io.slackwater.discovery;

import java.util.List;
import java.util.Optional;

/**
 * Something that no dataset protects.
 *
 * @param subject the thing in the user's words: {@code service db of project shop}, {@code volume shop_data}
 * @param reason why not
 * @param remedy what to do: a label, or the compose line that would fix it
 */
public record Uncovered(Severity severity, WorkloadId workload, String subject, String reason, String remedy) {

    private static final String DATABASE = "database ";
    private static final List<String> WITHIN = List.of(DATABASE, "directory ", "roles");

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
}
