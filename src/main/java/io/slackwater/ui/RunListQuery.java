package io.slackwater.ui;

import io.slackwater.journal.BackupListStore;
import io.slackwater.journal.RunState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a page lists, and in which order. The address of the page holds it.
 *
 * @param day the day on which the runs were queued; empty for all days
 * @param page counts from 1
 */
public record RunListQuery(
        BackupListStore.Order sort, boolean ascending, Show show, Optional<LocalDate> day, int page) {

    /** The runs that a list shows, by their end. */
    public enum Show {
        ALL(Set.of()),
        VERIFIED(Set.of(RunState.SUCCEEDED)),
        FAILED(Set.of(RunState.FAILED, RunState.UNVERIFIED)),
        CANCELLED(Set.of(RunState.CANCELLED)),
        OPEN(Set.of(RunState.QUEUED, RunState.CAPTURING, RunState.STORING, RunState.VERIFYING));

        private final Set<RunState> states;

        Show(Set<RunState> states) {
            this.states = states;
        }

        /** The value in the address. */
        public String word() {
            return QueryValues.word(this);
        }
    }

    private enum Direction {
        DESC,
        ASC
    }

    static final RunListQuery USUAL =
            new RunListQuery(BackupListStore.Order.TIME, false, Show.ALL, Optional.empty(), 1);

    /** @throws PageProblem a value is not allowed */
    static RunListQuery of(
            @Nullable String sort,
            @Nullable String order,
            @Nullable String show,
            @Nullable String day,
            @Nullable String page) {
        return new RunListQuery(
                QueryValues.choice(BackupListStore.Order.class, "sort", sort, BackupListStore.Order.TIME),
                QueryValues.choice(Direction.class, "order", order, Direction.DESC) == Direction.ASC,
                QueryValues.choice(Show.class, "show", show, Show.ALL),
                day(day),
                QueryValues.page("page", page));
    }

    /** @param value returns the value of a parameter */
    static RunListQuery of(UnaryOperator<@Nullable String> value) {
        return of(
                value.apply("sort"),
                value.apply("order"),
                value.apply("show"),
                value.apply("day"),
                value.apply("page"));
    }

    private static Optional<LocalDate> day(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(value)).filter(day -> Math.abs(day.getYear()) < 10_000);
        } catch (DateTimeException e) {
            throw PageProblem.invalid("day", value, "YYYY-MM-DD (2026-01-31)");
        }
    }

    BackupListStore.Filter filter(Collection<String> datasets, ZoneId zone) {
        Optional<Instant> from = day.map(date -> date.atStartOfDay(zone).toInstant());
        Optional<Instant> until =
                day.map(date -> date.plusDays(1).atStartOfDay(zone).toInstant());
        return new BackupListStore.Filter(datasets, show.states, from, until);
    }

    /** Whether it hides runs. */
    boolean filters() {
        return show != Show.ALL || day.isPresent();
    }

    /** The day as the address has it; empty for all days. */
    public String dayWord() {
        return day.map(LocalDate::toString).orElse("");
    }

    public String sortWord() {
        return QueryValues.word(sort);
    }

    public String orderWord() {
        return ascending ? "asc" : "desc";
    }

    /** Adds order and filter to an address, without the page. */
    Address in(Address here) {
        return in(here, sort, ascending);
    }

    /** Adds the order by this column to an address; the other way round if it is sorted by it already. */
    Address sortedBy(Address here, BackupListStore.Order column) {
        return in(here, column, sort == column && !ascending);
    }

    private Address in(Address here, BackupListStore.Order column, boolean up) {
        return here.with("sort", QueryValues.word(column))
                .with("order", up ? "asc" : "")
                .with("show", show == Show.ALL ? "" : show.word())
                .with("day", dayWord());
    }

    /** The value of {@code aria-sort} for a column; empty for a column that does not decide. */
    String direction(BackupListStore.Order column) {
        return sort != column ? "" : ascending ? "ascending" : "descending";
    }
}
