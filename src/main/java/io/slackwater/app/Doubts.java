package io.slackwater.app;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.Conditions;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kinds;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.DatasetNames;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Verified;
import io.slackwater.run.Runs;
import io.slackwater.trust.Acknowledgements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Raises the alarms that a user can acknowledge: for shrunken and for missing datasets. */
final class Doubts {

    private final Runs runs;
    private final Acknowledgements acknowledgements;
    private final Journal journal;
    private final Kinds<?> kinds;
    private final DatasetNames names;

    Doubts(Runs runs, Acknowledgements acknowledgements, Journal journal, Kinds<?> kinds) {
        this.runs = runs;
        this.acknowledgements = acknowledgements;
        this.journal = journal;
        this.kinds = kinds;
        this.names = new DatasetNames(journal.datasets());
    }

    /**
     * Takes the existing datasets. Records their names, starts a backup of each returned dataset, and resets its acknowledgement.
     *
     * @param vanished whether this dataset was missing although its workload existed
     * @param enabled whether the plan of this id exists and is enabled
     */
    void found(Collection<Dataset> datasets, Predicate<String> vanished, Predicate<String> enabled) {
        names.seen(datasets);
        List<Dataset> back = datasets.stream()
                .filter(one -> acknowledgements.goneForGood(one.id()) || vanished.test(one.id()))
                .toList();
        if (!back.isEmpty()) {
            runs.submit(back.stream().filter(one -> enabled.test(one.plan())).toList(), Runs.DISCOVERED);
            back.forEach(one -> acknowledgements.isBack(one.id()));
        }
    }

    List<Alarm> of(Collection<DatasetHealth> datasets) {
        List<Alarm> alarms = new ArrayList<>();
        for (DatasetHealth health : datasets) {
            acknowledgements
                    .held(health.dataset())
                    .ifPresent(reason -> alarms.add(Conditions.shrunk(health.dataset(), reason)));
            // A dataset without a backup cannot be restored. The alarm of its last run reports it.
            boolean kept = health.newest().isPresent();
            if (kept && health.why().missing() && !acknowledgements.goneForGood(health.dataset())) {
                alarms.add(missing(health));
            }
        }
        return alarms;
    }

    private Alarm missing(DatasetHealth health) {
        Optional<Verified> newest =
                journal.verdicts().of(health.dataset()).stream().findFirst();
        return Conditions.missing(
                health,
                journal.datasets().name(health.dataset()),
                newest.filter(one -> ServiceKinds.ofServers(one.kind())).isPresent(),
                newest.filter(one -> kinds.find(one.kind())
                                .filter(kind -> kind.profile().restoresIntoServer(one.format()))
                                .isPresent())
                        .isPresent());
    }
}
