package io.slackwater.discovery;

import io.slackwater.discovery.Uncovered.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the data without backup that one inspection of Docker finds. Used by one thread. */
final class Coverage {

    private final List<Uncovered> found = new ArrayList<>();

    void add(Uncovered uncovered) {
        found.add(uncovered);
    }

    void addAll(Coverage other) {
        found.addAll(other.found);
    }

    void add(WorkloadId workload, Subject subject, MountRules.Refusal why) {
        add(new Uncovered(why.severity(), workload, subject, why.reason(), why.remedy(), why.gap()));
    }

    void alarm(WorkloadId workload, Subject subject, String reason, String remedy) {
        add(new Uncovered(Severity.ALARM, workload, subject, reason, remedy));
    }

    void note(WorkloadId workload, Subject subject, String reason, String remedy) {
        add(new Uncovered(Severity.NOTE, workload, subject, reason, remedy));
    }

    /** Adds an alarm about a whole service. */
    void alarm(Service service, String reason, String remedy) {
        alarm(service.id(), service.subject(), reason, remedy);
    }

    void note(Service service, String reason, String remedy) {
        note(service.id(), service.subject(), reason, remedy);
    }

    /** Whether an alarm about this workload was added. */
    boolean alarms(WorkloadId workload) {
        return found.stream()
                .anyMatch(one ->
                        one.severity() == Severity.ALARM && one.workload().equals(workload));
    }

    /** Whether an alarm about a mount of this host path was added. */
    boolean alarms(Path source) {
        return found.stream()
                .anyMatch(one -> one.severity() == Severity.ALARM
                        && one.subject() instanceof Subject.Mounted mounted
                        && mounted.mount().source().equals(source));
    }

    /** Alarms first, then by workload. The order is stable, so that two results can be compared. */
    List<Uncovered> all() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Uncovered::severity)
                        .thenComparing(Uncovered::workload)
                        .thenComparing(one -> one.subject().text())
                        .thenComparing(Uncovered::reason))
                .toList();
    }
}
