package io.slackwater.ui;

import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.SharedCauses;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.RunRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the open alarms that explain the state of a dataset.
 *
 * @param raised the open alarms, oldest first
 */
record DatasetAlarms(Supplier<List<AlarmRecord>> raised) {

    /** @param workload the id of its workload; empty when it is not known now */
    List<AlarmRecord> of(String dataset, String workload, Optional<DatasetHealth> health) {
        String owner = workload.isEmpty()
                ? health.flatMap(DatasetHealth::lastRun)
                        .map(RunRecord::workload)
                        .orElse("")
                : workload;
        Optional<String> repository = health.filter(
                        one -> one.state() == DatasetHealth.State.NOT_RESTORABLE || SharedCauses.ofRepository(one))
                .flatMap(DatasetHealth::repository);
        return raised.get().stream()
                .filter(alarm -> AlarmLine.dataset(alarm.key())
                        .map(dataset::equals)
                        .orElse(!alarm.workload().isEmpty() && alarm.workload().equals(owner)
                                || repository
                                        .filter(name -> concerns(alarm, name))
                                        .isPresent()))
                .toList();
    }

    private static boolean concerns(AlarmRecord alarm, String repository) {
        return AlarmSource.REPOSITORY.has(alarm.key())
                && AlarmSource.REPOSITORY.subject(alarm.key()).split(":", 2)[0].equals(repository);
    }
}
