package io.slackwater.alert;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.discovery.Sentence;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.Words;
import io.slackwater.journal.RunRecord;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** For {@link AlarmSource#WORKLOAD}: no container of a workload runs. The alarm stands for those of its datasets. */
public final class WorkloadAlarms {

    private enum Cause {
        STOPPED,
        REMOVED,
        NO_FRESH_BACKUP
    }

    private WorkloadAlarms() {}

    /**
     * Returns one alarm for each workload.
     *
     * @param workloads the datasets whose backups need the workload, by its id; see {@link SharedCauses}
     * @param restore returns the command that restores a dataset elsewhere
     */
    public static List<Alarm> of(Map<String, List<DatasetHealth>> workloads, Function<DatasetHealth, String> restore) {
        return workloads.entrySet().stream()
                .map(one -> alarm(one.getKey(), one.getValue(), restore))
                .toList();
    }

    private static Alarm alarm(String workload, List<DatasetHealth> datasets, Function<DatasetHealth, String> restore) {
        boolean removed = datasets.stream().anyMatch(SharedCauses::removed);
        List<DatasetHealth> old =
                datasets.stream().filter(SharedCauses::withoutFreshBackup).toList();
        Set<Cause> causes = EnumSet.of(removed ? Cause.REMOVED : Cause.STOPPED);
        if (!old.isEmpty()) {
            causes.add(Cause.NO_FRESH_BACKUP);
        }
        return new Alarm(
                        AlarmSource.WORKLOAD,
                        workload,
                        old.isEmpty() ? Severity.WARNING : Severity.CRITICAL,
                        AlarmText.of(removed ? "title.workload.removed" : "title.workload.stopped", workload),
                        (removed ? kept(datasets) : failed(datasets))
                                + (old.isEmpty() ? "" : " Without a fresh backup: %s.".formatted(ids(old))),
                        removed ? restart(datasets, restore) : AlarmText.of("remedy.workload.stopped", workload))
                .after(removed ? Patience.AWAY : Patience.SETTLING)
                .of(workload)
                .because(causes);
    }

    private static String failed(List<DatasetHealth> datasets) {
        String newest = datasets.stream()
                .flatMap(one -> one.lastRun().stream())
                .max(Comparator.comparing(RunRecord::queued))
                .map(RunRecord::message)
                .orElse("");
        return "%s Backups failed because of that: %s.".formatted(Sentence.of(newest), ids(datasets));
    }

    private static String kept(List<DatasetHealth> datasets) {
        return "Docker has no container of it. The snapshots are kept: %s."
                .formatted(datasets.stream()
                        .map(one -> one.newest()
                                .map(time -> "%s, newest of %s".formatted(one.dataset(), Words.time(time)))
                                .orElse(one.dataset()))
                        .collect(Collectors.joining("; ")));
    }

    private static String ids(List<DatasetHealth> datasets) {
        return datasets.stream().map(DatasetHealth::dataset).collect(Collectors.joining(", "));
    }

    private static AlarmText restart(List<DatasetHealth> datasets, Function<DatasetHealth, String> restore) {
        AlarmText start = AlarmText.of("remedy.workload.removed");
        String elsewhere = datasets.stream()
                .filter(one -> one.newest().isPresent())
                .map(restore)
                .collect(Collectors.joining("; "));
        String forGood = datasets.stream()
                .map(one -> "%s acknowledge %s".formatted(Remedies.TOOL, one.dataset()))
                .collect(Collectors.joining("; "));
        return (elsewhere.isEmpty() ? start : start.then(AlarmText.of("remedy.workload.elsewhere", elsewhere)))
                .then(AlarmText.of("remedy.workload.forGood", forGood));
    }
}
