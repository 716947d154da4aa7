package io.slackwater.ui;

import io.slackwater.schedule.Task;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which starts the page of the schedule shows, and in which order. The address of the page holds it. */
public record ScheduleQuery(Show show, Sorting<By> sorting, int page) {

    /** The shown tasks. */
    public enum Show {
        ALL,
        PLAN,
        PRUNE,
        CHECK,
        RETRY;

        Optional<Task> only() {
            return this == ALL ? Optional.empty() : Optional.of(Task.valueOf(name()));
        }
    }

    /** A column. */
    public enum By {
        TASK,
        NAME,
        NEXT,
        LAST
    }

    private static final Sorting<By> NEXT = new Sorting<>(By.NEXT, false);

    static final ScheduleQuery USUAL = new ScheduleQuery(Show.ALL, NEXT, 1);

    /** @param value returns the value of a parameter */
    static ScheduleQuery of(UnaryOperator<@Nullable String> value) {
        return of(value.apply("show"), value.apply("sort"), value.apply("order"), value.apply("page"));
    }

    /** @throws PageProblem a value is not allowed */
    static ScheduleQuery of(
            @Nullable String show, @Nullable String sort, @Nullable String order, @Nullable String page) {
        return new ScheduleQuery(
                QueryValues.choice(Show.class, "show", show, Show.ALL),
                Sorting.of(By.class, sort, order, NEXT),
                QueryValues.page("page", page));
    }

    /** The address of this table without order and page. */
    Address address() {
        return Address.of("/schedule").with("show", show == Show.ALL ? "" : QueryValues.word(show));
    }
}
