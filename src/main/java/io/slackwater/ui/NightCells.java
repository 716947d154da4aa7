package io.slackwater.ui;

import io.slackwater.journal.DatasetHistory.PastRun;
import io.slackwater.ui.Nights.Night;
import java.time.LocalDate;
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
    private final Texts texts;
    /** Each title is made once: 300 rows show the same few hundred titles. */
    private final Map<Night, List<Overview.Cell>> cells = new EnumMap<>(Night.class);

    NightCells(Nights nights, Texts texts) {
        this.nights = nights;
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

    /** The cells of days, oldest first. */
    List<Overview.Cell> of(List<Night> days) {
        List<Overview.Cell> row = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            row.add(Objects.requireNonNull(cells.get(days.get(i))).get(i));
        }
        return row;
    }

    /**
     * The cells of days with their runs.
     *
     * @param runs the run that decides, by the number of the day
     */
    List<DatasetPage.Night> withRuns(List<Night> days, Map<Integer, PastRun> runs, RunWords words) {
        List<Overview.Cell> row = of(days);
        return IntStream.range(0, row.size())
                .mapToObj(i -> night(row.get(i), Optional.ofNullable(runs.get(i)), words))
                .toList();
    }

    private static DatasetPage.Night night(Overview.Cell cell, Optional<PastRun> run, RunWords words) {
        Texts texts = words.texts();
        String when = run.map(one -> ", " + texts.clock(one.queued(), words.zone())
                        + one.time()
                                .map(time -> " (" + texts.duration(time) + ")")
                                .orElse(""))
                .orElse("");
        return new DatasetPage.Night(
                cell.css(), cell.title() + when, run.map(PastRun::id).orElse(""));
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
