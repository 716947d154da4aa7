package io.slackwater.discovery;

import io.slackwater.discovery.Uncovered.Gap;
import io.slackwater.discovery.Uncovered.Severity;
import java.util.List;
import java.util.Optional;

/** Why the latest inspection of Docker did not find a dataset that has backups. */
public enum Absence {
    /** The container exists, but {@code projects} in the policy excludes its Compose project. */
    OUT_OF_SCOPE,
    /** The workload is gone or no longer protected, or a label excludes the dataset. */
    REMOVED,
    /** The container exists, but Slackwater does not back it up until a wrong label is corrected. */
    MISLABELLED,
    /** The dataset may still exist: its workload could not be inspected, or another obstacle is reported. */
    UNSURE,
    /** The mount exists, but a dump or another dataset now contains its data. */
    COVERED,
    /** The workload was inspected without errors and no longer has the dataset. */
    VANISHED;

    /**
     * Finds out why the inventory lacks a dataset that was backed up earlier.
     *
     * @param workload the workload of the dataset's last run
     * @param ofServer whether the dataset is a dump by a database server
     */
    public static Absence of(Inventory now, String dataset, String workload, boolean ofServer) {
        if (now.scope().leavesOut(workload)) {
            return OUT_OF_SCOPE;
        }
        Optional<Workload> there = now.workloads().stream()
                .filter(one -> one.id().value().equals(workload))
                .findFirst();
        List<Uncovered> gaps = now.uncovered().stream()
                .filter(one -> one.workload().value().equals(workload))
                .toList();
        if (gaps.stream().anyMatch(one -> one.gap() == Gap.LABEL)) {
            return MISLABELLED;
        }
        Optional<Uncovered> own = gaps.stream()
                .filter(one -> one.dataset().equals(Optional.of(dataset)))
                .findFirst();
        if (own.isPresent()) {
            return switch (own.get().gap()) {
                case LEFT_OUT -> REMOVED;
                case COVERED -> COVERED;
                case UNUSABLE -> VANISHED;
                case NO_BACKUP, LABEL, SILENT, ROWS -> UNSURE;
            };
        }
        // Any alarm of the workload can explain a missing tree. A server that lists one database lists
        // all.
        boolean listed = ofServer
                && there.stream().flatMap(one -> one.datasets().stream()).anyMatch(one -> one.isStream());
        boolean trouble = !listed
                && gaps.stream()
                        .filter(one -> one.severity() == Severity.ALARM && one.gap() != Gap.ROWS)
                        .anyMatch(one -> !ofServer || one.subject() instanceof Subject.Whole);
        if (trouble) {
            return UNSURE;
        }
        return there.isPresent() ? VANISHED : REMOVED;
    }
}
