package io.slackwater.ui;

import java.util.List;

/** A small line without axes, as the path of an SVG. Pure. */
final class Sparkline {

    static final int HEIGHT = 16;
    /** The horizontal distance of two values. */
    static final int STEP = 2;

    private Sparkline() {}

    /**
     * Draws the values from left to right. A negative value is unknown and leaves a gap.
     *
     * @return empty when fewer than two values are known
     */
    static String path(List<Long> values) {
        long most = values.stream().mapToLong(Long::longValue).max().orElse(0);
        if (values.stream().filter(value -> value >= 0).count() < 2) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        boolean down = false;
        for (int i = 0; i < values.size(); i++) {
            long value = values.get(i);
            if (value >= 0) {
                long y = most == 0 ? HEIGHT - 1 : HEIGHT - 1 - Math.round((HEIGHT - 2.0) * value / most);
                path.append(down ? 'L' : 'M').append(i * STEP).append(' ').append(y);
                down = true;
            }
        }
        return path.toString();
    }
}
