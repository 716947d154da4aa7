package io.slackwater.discovery;

import io.slackwater.docker.Mount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects the unprotected data that one survey finds. Used by one thread. */
final class Coverage {

    private final List<Uncovered> found = new ArrayList<>();

    void alarm(WorkloadId workload, String subject, String reason, String remedy) {
        found.add(new Uncovered(Uncovered.Severity.ALARM, workload, subject, reason, remedy));
    }

    void note(WorkloadId workload, String subject, String reason, String remedy) {
        found.add(new Uncovered(Uncovered.Severity.NOTE, workload, subject, reason, remedy));
    }

    /** Reports a service as a whole. */
    void alarm(Service service, String reason, String remedy) {
        alarm(service.id(), service.subject(), reason, remedy);
    }

    void note(Service service, String reason, String remedy) {
        note(service.id(), service.subject(), reason, remedy);
    }

    /**
     * Reports a mount of a workload.
     *
     * @param dataset the id of the dataset that the mount would be
     */
    void mount(
            Uncovered.Severity severity,
            WorkloadId workload,
            Mount mount,
            String dataset,
            String reason,
            String remedy,
            Uncovered.Gap gap) {
        found.add(new Uncovered(
                severity, workload, TreeFinder.subject(mount), reason, remedy, gap, Optional.of(dataset)));
    }

    void add(Uncovered uncovered) {
        found.add(uncovered);
    }

    /** Whether the workload already has an alarm. */
    boolean alarms(WorkloadId workload) {
        return found.stream()
                .anyMatch(u ->
                        u.severity() == Uncovered.Severity.ALARM && u.workload().equals(workload));
    }

    /** Alarms first, then by workload; always in the same order, so that the results of two surveys compare. */
    List<Uncovered> all() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Uncovered::severity)
                        .thenComparing(Uncovered::workload)
                        .thenComparing(Uncovered::subject)
                        .thenComparing(Uncovered::reason))
                .toList();
    }
}
