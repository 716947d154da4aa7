package io.slackwater.ui;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which unprotected data the page shows, and in which order. The address of the page holds it. */
public record CoverageQuery(Show show, Search search, Sorting<By> sorting, int page) {

    /** The shown data. */
    public enum Show {
        ALL,
        /** Data that is not protected by mistake. */
        PROBLEMS
    }

    /** A column. */
    public enum By {
        STATE,
        NAME
    }

    private static final Sorting<By> WORST = new Sorting<>(By.STATE, false);

    static final CoverageQuery USUAL = new CoverageQuery(Show.ALL, new Search(""), WORST, 1);

    /** @param value returns the value of a parameter */
    static CoverageQuery of(UnaryOperator<@Nullable String> value) {
        return of(
                value.apply("show"), value.apply("q"), value.apply("sort"), value.apply("order"), value.apply("page"));
    }

    /** @throws PageProblem a value is not allowed */
    static CoverageQuery of(
            @Nullable String show,
            @Nullable String search,
            @Nullable String sort,
            @Nullable String order,
            @Nullable String page) {
        return new CoverageQuery(
                QueryValues.choice(Show.class, "show", show, Show.ALL),
                Search.of(search),
                Sorting.of(By.class, sort, order, WORST),
                QueryValues.page("page", page));
    }

    public boolean problemsOnly() {
        return show == Show.PROBLEMS;
    }

    /** Whether it hides data. */
    public boolean filters() {
        return problemsOnly() || !search.text().isEmpty();
    }

    /** The address of this table without order and page. */
    Address address() {
        return Address.of("/coverage")
                .with("show", problemsOnly() ? "problems" : "")
                .with("q", search.text());
    }
}
