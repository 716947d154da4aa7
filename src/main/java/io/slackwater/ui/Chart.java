package io.slackwater.ui;

import java.util.List;

/**
 * A line over time, as the parts of an SVG of {@value #WIDTH} × {@value #HEIGHT} units that is stretched to its place.
 *
 * @param summary the line in words, for those who do not see it
 * @param top the value at the upper edge; zero is at the lower one
 * @param first the day at the left edge
 * @param last the day at the right edge
 * @param line the path of the line; empty when there are too few values
 * @param area the path of the area below it
 */
public record Chart(
        String title,
        String summary,
        String top,
        String middle,
        String first,
        String last,
        String line,
        String area,
        List<Point> points) {

    static final int WIDTH = 1000;
    static final int HEIGHT = 100;

    /**
     * A value of the line.
     *
     * @param path a dot
     * @param title the value and its time
     */
    public record Point(String path, String title) {}
}
