package io.slackwater.ui;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** In which order the page shows the repositories. The address of the page holds it. */
public record RepositoriesQuery(Sorting<By> sorting) {

    /** A column. */
    public enum By {
        STATE,
        NAME,
        SIZE,
        FREE,
        FULL
    }

    static final RepositoriesQuery USUAL = new RepositoriesQuery(new Sorting<>(By.STATE, false));

    /** @param value returns the value of a parameter */
    static RepositoriesQuery of(UnaryOperator<@Nullable String> value) {
        return of(value.apply("sort"), value.apply("order"));
    }

    /** @throws PageProblem a value is not allowed */
    static RepositoriesQuery of(@Nullable String sort, @Nullable String order) {
        return new RepositoriesQuery(Sorting.of(By.class, sort, order, USUAL.sorting));
    }

    Address address() {
        return Address.of("/repositories");
    }
}
