package io.slackwater.ui;

import java.util.List;
import java.util.Optional;

/**
 * The alarms and the channels as the page shows them.
 *
 * @param line how many alarms are open
 * @param tested the outcome of the test alert that the user just sent; empty otherwise
 * @param openHref leads to the open alarms
 * @param pastHref leads to the past alarms
 */
public record AlarmsView(
        Light light,
        String line,
        AlarmsQuery query,
        String openHref,
        String pastHref,
        List<Overview.Sort> sorts,
        List<Line> lines,
        Paging paging,
        List<Channel> channels,
        Optional<Tested> tested) {

    /**
     * An alarm.
     *
     * @param anchor its place on the page; empty for a past alarm, whose key may repeat
     * @param where the id of the dataset or workload that it concerns; empty for none
     * @param href leads to that page
     * @param over when it ended; empty while it lasts
     * @param acknowledged who knows about it, as a sentence; empty when nobody said so
     */
    public record Line(
            String key,
            String anchor,
            Light light,
            String word,
            String title,
            String detail,
            String remedy,
            String where,
            String href,
            Moment since,
            Optional<Moment> over,
            String acknowledged) {}

    /**
     * A channel.
     *
     * @param word whether it accepts messages
     * @param failure why it accepts none; empty without a failure
     */
    public record Channel(
            String name,
            String type,
            Light light,
            String word,
            String failure,
            Optional<Moment> lastSent,
            int waiting) {}

    /** The outcome of a test alert. */
    public record Tested(boolean accepted, String text) {}
}
