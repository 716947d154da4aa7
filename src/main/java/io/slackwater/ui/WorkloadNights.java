package io.slackwater.ui;

import io.slackwater.journal.DatasetHistory;
import io.slackwater.journal.DatasetHistory.PastRun;
import io.slackwater.ui.Nights.Night;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What happened to the datasets of a workload on each of the last days. The worst dataset decides. */
final class WorkloadNights {

    private final Nights nights;
    private final List<Night> days = new ArrayList<>(Collections.nCopies(Nights.COUNT, Night.NOT_DUE));
    private final List<List<Decider>> deciders = new ArrayList<>();
    private int datasets;

    /** A run that decides what happened to the workload. */
    record Decider(String dataset, PastRun run) {}

    WorkloadNights(Nights nights) {
        this.nights = nights;
        for (int i = 0; i < Nights.COUNT; i++) {
            deciders.add(new ArrayList<>(1));
        }
    }

    void add(DatasetHistory history, String plan) {
        datasets++;
        List<Night> own = nights.of(history, plan);
        Map<Integer, PastRun> runs = nights.deciding(history);
        for (int i = 0; i < Nights.COUNT; i++) {
            int worse = own.get(i).compareTo(days.get(i));
            if (worse > 0) {
                days.set(i, own.get(i));
                deciders.get(i).clear();
            }
            PastRun run = runs.get(i);
            if (worse >= 0 && run != null) {
                deciders.get(i).add(new Decider(history.dataset(), run));
            }
        }
    }

    /** The days, oldest first. */
    List<Night> days() {
        return days;
    }

    /** The runs of a day that decide. None when no run was started. */
    List<Decider> deciders(int day) {
        return deciders.get(day);
    }

    boolean manyDatasets() {
        return datasets > 1;
    }
}
