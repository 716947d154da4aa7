package io.slackwater.ui;

import java.util.List;

/**
 * The data without a backup as the page shows it.
 *
 * @param line how much is not protected
 * @param detail how many datasets are protected
 * @param surveyed false until Docker was surveyed for the first time
 */
public record CoverageView(
        Light light,
        String line,
        String detail,
        boolean surveyed,
        CoverageQuery query,
        List<Overview.Sort> sorts,
        List<Line> lines,
        Paging paging) {

    /** Data without a backup. */
    public record Line(Light light, String word, String where, String reason, String remedy) {}
}
