package io.slackwater.ui;

import java.util.List;
import java.util.Optional;

/**
 * The next starts as the page shows them.
 *
 * @param zone the time zone of the policy, in which schedules count
 * @param choices the tasks to which the rows can be limited
 */
public record ScheduleView(
        String zone, List<Choice> choices, List<Overview.Sort> sorts, List<Line> lines, Paging paging) {

    /** A choice of a filter. */
    public record Choice(String value, String label, boolean chosen) {}

    /**
     * The next start of a plan, a maintenance task or a retry.
     *
     * @param detail what the task concerns, in words; empty without more
     * @param schedule a cron expression; for a retry, its reason
     * @param word whether the policy enables it; empty for a retry, which no policy disables
     */
    public record Line(
            String task,
            String name,
            String detail,
            String schedule,
            Light light,
            String word,
            Optional<Moment> next,
            Optional<Moment> last) {}
}
