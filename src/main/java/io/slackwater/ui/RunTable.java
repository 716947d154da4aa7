package io.slackwater.ui;

import java.util.List;

/**
 * A list of runs on a page.
 *
 * @param here the address of the page that has the list, with what other tables of the page need
 * @param title its heading
 * @param filtered whether a filter hides runs
 * @param shows the choices of the filter
 * @param manyDatasets whether the list names the dataset of each run
 */
public record RunTable(
        Address here,
        String title,
        RunListQuery query,
        List<Overview.Sort> sorts,
        List<Choice> shows,
        boolean filtered,
        boolean manyDatasets,
        List<Line> lines,
        Paging paging) {

    /** A choice of a filter. */
    public record Choice(String value, String label, boolean chosen) {}

    /**
     * A run.
     *
     * @param trigger why it was started
     * @param added the growth of the repository; empty when unknown
     * @param message why it failed, or a remark
     */
    public record Line(
            String id,
            String dataset,
            Light light,
            String word,
            Moment queued,
            String trigger,
            String time,
            String size,
            String added,
            String message) {}
}
