package io.slackwater.ui;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Draws values over time as a {@link Chart}. Pure. */
final class ChartLine {

    /** A value at a time. */
    record Value(Instant at, long value) {}

    private final Texts texts;
    private final ZoneId zone;

    ChartLine(Texts texts, ZoneId zone) {
        this.texts = texts;
        this.zone = zone;
    }

    /**
     * Draws the values from left to right.
     *
     * @param values oldest first; none is negative
     * @param format the value in words
     */
    Chart of(String title, List<Value> values, LongFunction<String> format) {
        if (values.size() < 2) {
            return new Chart(title, "", "", "", "", "", "", "", List.of());
        }
        long most = Math.max(1, values.stream().mapToLong(Value::value).max().orElse(1));
        long least = values.stream().mapToLong(Value::value).min().orElse(0);
        Instant begin = values.getFirst().at();
        Instant end = values.getLast().at();
        double span = Math.max(1, end.toEpochMilli() - begin.toEpochMilli());
        StringBuilder line = new StringBuilder();
        List<Chart.Point> points = new ArrayList<>();
        for (Value one : values) {
            long x = Math.round(Chart.WIDTH * (one.at().toEpochMilli() - begin.toEpochMilli()) / span);
            long y = Math.round(Chart.HEIGHT - Chart.HEIGHT * (double) one.value() / most);
            line.append(line.isEmpty() ? 'M' : 'L').append(x).append(' ').append(y);
            points.add(new Chart.Point(
                    "M" + x + " " + y + "h0", texts.exact(one.at(), zone) + ": " + format.apply(one.value())));
        }
        return new Chart(
                title,
                texts.of(
                        "chartSummary",
                        title,
                        values.size(),
                        format.apply(least),
                        format.apply(most),
                        format.apply(values.getLast().value())),
                format.apply(most),
                format.apply(most / 2),
                texts.day(begin.atZone(zone).toLocalDate()),
                texts.day(end.atZone(zone).toLocalDate()),
                line.toString(),
                line + "L" + Chart.WIDTH + " " + Chart.HEIGHT + "L0 " + Chart.HEIGHT + "Z",
                points);
    }
}
