package io.slackwater.ui;

import java.util.List;
import java.util.Optional;

/**
 * The overview as the page shows it.
 *
 * @param line the one line that says whether everything is safe
 * @param surveyed false until Docker was surveyed for the first time
 * @param filtered whether a filter hides rows
 * @param sorts the columns by which the rows can be sorted
 */
public record Overview(
        Light light,
        String line,
        boolean surveyed,
        List<Gap> gaps,
        int moreGaps,
        List<AlarmLine> alarms,
        int moreAlarms,
        List<Row> rows,
        boolean filtered,
        OverviewQuery query,
        List<Sort> sorts) {

    /** The worst of the listed alarms. */
    public Light alarmLight() {
        return alarms.stream().map(AlarmLine::light).reduce(Light.WARN, Light::worse);
    }

    /** Data that no backup contains. */
    public record Gap(String where, String reason, String remedy) {}

    /**
     * A workload.
     *
     * @param word its state as a word
     * @param datasets how many of its datasets are verified, such as "3 of 3"
     * @param newest when the data of its oldest newest snapshot were captured: the age that counts for all datasets
     * @param next its next scheduled run
     * @param size what a backup of it contains
     * @param cells a cell for each day, oldest first
     * @param strip the cells in words
     * @param sizes the size of the last 30 days as the path of an SVG; empty without data
     * @param times the duration in the same form
     */
    public record Row(
            String id,
            String name,
            Light light,
            String word,
            String datasets,
            Optional<Moment> newest,
            Optional<Moment> next,
            String size,
            List<Cell> cells,
            String strip,
            String sizes,
            String times) {}

    /**
     * A day of a workload.
     *
     * @param css the name of its state in the style sheet
     * @param title the day and what happened
     * @param day as the address of the workload's page has it
     */
    public record Cell(String css, String title, String day) {}

    /**
     * A column by which the rows can be sorted.
     *
     * @param href leads to the sorted page
     * @param aria the value of {@code aria-sort}; empty when another column decides
     */
    public record Sort(String label, String href, String aria) {}
}
