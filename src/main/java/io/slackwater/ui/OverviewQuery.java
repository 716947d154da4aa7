package io.slackwater.ui;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which rows the overview shows, and in which order. The address of the page holds it.
 *
 * @param search a part of a workload's name, in lower case; empty for all
 */
public record OverviewQuery(By sort, boolean descending, Show show, String search) {

    private static final int LONGEST = 100;

    /** A column. */
    public enum By {
        STATE,
        NAME,
        AGE,
        NEXT,
        SIZE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which workloads are shown. */
    public enum Show {
        ALL,
        PROBLEMS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final OverviewQuery USUAL = new OverviewQuery(By.STATE, false, Show.ALL, "");

    /** @param value returns the value of a parameter */
    static OverviewQuery of(UnaryOperator<@Nullable String> value) {
        return of(value.apply("sort"), value.apply("order"), value.apply("show"), value.apply("q"));
    }

    /** @throws PageProblem a value is not allowed */
    static OverviewQuery of(
            @Nullable String sort, @Nullable String order, @Nullable String show, @Nullable String search) {
        String text = search == null ? "" : search.strip().toLowerCase(Locale.ROOT);
        if (text.length() > LONGEST) {
            throw PageProblem.invalid("q", text.substring(0, LONGEST) + "…", "≤ " + LONGEST);
        }
        return new OverviewQuery(
                QueryValues.choice(By.class, "sort", sort, By.STATE),
                Sorting.descending(order),
                QueryValues.choice(Show.class, "show", show, Show.ALL),
                text);
    }

    /** Whether it hides workloads. */
    boolean filters() {
        return show != Show.ALL || !search.isEmpty();
    }

    public boolean problemsOnly() {
        return show == Show.PROBLEMS;
    }

    /** The address of the page sorted by this column; the other way round if it is sorted by it already. */
    String sortedBy(By column) {
        boolean down = sort == column && !descending;
        StringBuilder query = new StringBuilder("/?sort=" + column.word() + (down ? "&order=desc" : ""));
        if (show != Show.ALL) {
            query.append("&show=").append(show.word());
        }
        if (!search.isEmpty()) {
            query.append("&q=").append(URLEncoder.encode(search, StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    /** The value of {@code aria-sort} for a column; empty for a column that does not decide. */
    Optional<String> direction(By column) {
        return sort == column ? Optional.of(descending ? "descending" : "ascending") : Optional.empty();
    }
}
