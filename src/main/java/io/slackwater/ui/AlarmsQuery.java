package io.slackwater.ui;

import io.slackwater.journal.PastAlarm;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which alarms the page shows, and in which order. The address of the page holds it. */
public record AlarmsQuery(Show show, Severity severity, Sorting<By> sorting, int page) {

    /** Open or past alarms. */
    public enum Show {
        OPEN,
        PAST
    }

    /** The severity of the shown alarms. */
    public enum Severity {
        ALL,
        CRITICAL,
        WARNING;

        /** The severity in the journal; empty for all. */
        Optional<String> only() {
            return this == ALL ? Optional.empty() : Optional.of(QueryValues.word(this));
        }
    }

    /** A column. Open alarms have no end: {@link #OVER} orders them by their begin. */
    public enum By {
        SEVERITY,
        TITLE,
        SINCE,
        OVER;

        PastAlarm.By past() {
            return PastAlarm.By.valueOf(name());
        }
    }

    /** The worst alarm comes first. */
    private static final Sorting<By> WORST = new Sorting<>(By.SEVERITY, false);

    /** The alarm that ended last comes first. */
    private static final Sorting<By> LAST = new Sorting<>(By.OVER, true);

    static final AlarmsQuery USUAL = new AlarmsQuery(Show.OPEN, Severity.ALL, WORST, 1);

    /** @param value returns the value of a parameter */
    static AlarmsQuery of(UnaryOperator<@Nullable String> value) {
        return of(
                value.apply("show"),
                value.apply("severity"),
                value.apply("sort"),
                value.apply("order"),
                value.apply("page"));
    }

    /** @throws PageProblem a value is not allowed */
    static AlarmsQuery of(
            @Nullable String show,
            @Nullable String severity,
            @Nullable String sort,
            @Nullable String order,
            @Nullable String page) {
        Show shown = QueryValues.choice(Show.class, "show", show, Show.OPEN);
        return new AlarmsQuery(
                shown,
                QueryValues.choice(Severity.class, "severity", severity, Severity.ALL),
                Sorting.of(By.class, sort, order, shown == Show.OPEN ? WORST : LAST),
                QueryValues.page("page", page));
    }

    public boolean past() {
        return show == Show.PAST;
    }

    public boolean criticalOnly() {
        return severity == Severity.CRITICAL;
    }

    public boolean warningsOnly() {
        return severity == Severity.WARNING;
    }

    /** The address of this table without order and page. */
    Address address() {
        return Address.of("/alarms")
                .with("show", past() ? "past" : "")
                .with("severity", severity.only().orElse(""));
    }
}
