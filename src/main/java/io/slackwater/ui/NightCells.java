package io.slackwater.ui;

import io.slackwater.journal.DatasetHistory.PastRun;
import io.slackwater.ui.Nights.Night;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Shows what happened on each of the last days as cells, and in words. */
final class NightCells {

    private final Nights nights;
    private final ZoneId zone;
    private final Texts texts;
    /** Each title is made once: 300 rows show the same few hundred titles. */
    private final Map<Night, List<Overview.Cell>> cells = new EnumMap<>(Night.class);

    NightCells(Nights nights, ZoneId zone, Texts texts) {
        this.nights = nights;
        this.zone = zone;
        this.texts = texts;
        for (Night night : Night.values()) {
            cells.put(
                    night,
                    nights.dates().stream().map(date -> cell(night, date)).toList());
        }
    }

    private Overview.Cell cell(Night night, LocalDate date) {
        return new Overview.Cell(css(night), texts.day(date) + ": " + word(night), date.toString());
    }

    private String word(Night night) {
        return texts.of("night" + TextKeys.capital(night));
    }

    private static String css(Night night) {
        return switch (night) {
            case NOT_DUE -> "n";
            case VERIFIED -> "v";
            case RUNNING -> "r";
            case MISSED -> "m";
            case FAILED -> "f";
        };
    }

    private Overview.Cell cell(List<Night> days, int day) {
        return Objects.requireNonNull(cells.get(days.get(day))).get(day);
    }

    /** The cells of a workload, oldest first. A cell names the run that decides. */
    List<Overview.Cell> of(WorkloadNights workload) {
        List<Overview.Cell> row = new ArrayList<>();
        for (int i = 0; i < Nights.COUNT; i++) {
            Overview.Cell cell = cell(workload.days(), i);
            List<WorkloadNights.Decider> runs = workload.deciders(i);
            row.add(
                    runs.isEmpty()
                            ? cell
                            : new Overview.Cell(
                                    cell.css(), cell.title() + ", " + name(runs, workload.manyDatasets()), cell.day()));
        }
        return row;
    }

    /** The first run, by its time and, among several, its dataset; and how many more there are. */
    private String name(List<WorkloadNights.Decider> runs, boolean manyDatasets) {
        WorkloadNights.Decider first = runs.getFirst();
        String dataset = first.dataset();
        return (manyDatasets ? dataset.substring(dataset.lastIndexOf('.') + 1) + " " : "")
                + texts.minute(first.run().queued(), zone)
                + (runs.size() > 1 ? " " + texts.of("nightMore", runs.size() - 1) : "");
    }

    /**
     * The cells of a dataset, oldest first. A cell leads to the run that decides, or to the runs of its day.
     *
     * @param runs the run that decides, by the number of the day
     * @param path the address of the dataset's page
     */
    List<DatasetPage.Night> of(List<Night> days, Map<Integer, PastRun> runs, String path) {
        return IntStream.range(0, Nights.COUNT)
                .mapToObj(i -> night(cell(days, i), Optional.ofNullable(runs.get(i)), path))
                .toList();
    }

    private DatasetPage.Night night(Overview.Cell cell, Optional<PastRun> run, String path) {
        String when = run.map(one -> ", " + texts.clock(one.queued(), zone)
                        + one.time()
                                .map(time -> " (" + texts.duration(time) + ")")
                                .orElse(""))
                .orElse("");
        return new DatasetPage.Night(
                cell.css(),
                cell.title() + when,
                run.map(one -> "/runs/" + one.id()).orElse(path + "?day=" + cell.day() + "#runs"));
    }

    /** Describes the cells for screen readers: the counts, and the days with a problem. */
    String strip(List<Night> days) {
        long verified = days.stream().filter(day -> day == Night.VERIFIED).count();
        String problems = Stream.of(Night.FAILED, Night.MISSED)
                .filter(days::contains)
                .map(night -> word(night) + ": "
                        + IntStream.range(0, days.size())
                                .filter(i -> days.get(i) == night)
                                .mapToObj(i -> texts.day(nights.dates().get(i)))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return texts.of("stripVerified", verified) + (problems.isEmpty() ? "" : "; " + problems);
    }
}
