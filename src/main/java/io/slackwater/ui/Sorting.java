package io.slackwater.ui;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By which column the rows of a table are sorted. The address of the page holds it.
 *
 * @param <E> the columns
 */
record Sorting<E extends Enum<E>>(E by, boolean descending) {

    private enum Order {
        ASC,
        DESC
    }

    /**
     * Reads the parameters {@code sort} and {@code order}.
     *
     * @param usual the order without these parameters
     * @throws PageProblem a value is not allowed
     */
    static <E extends Enum<E>> Sorting<E> of(
            Class<E> columns, @Nullable String sort, @Nullable String order, Sorting<E> usual) {
        boolean given = sort != null && !sort.isEmpty();
        boolean descending = descending(order);
        return given ? new Sorting<>(QueryValues.choice(columns, "sort", sort, usual.by), descending) : usual;
    }

    /** @throws PageProblem the value is not allowed */
    static boolean descending(@Nullable String order) {
        return QueryValues.choice(Order.class, "order", order, Order.ASC) == Order.DESC;
    }

    /** The address with this order. */
    Address in(Address here) {
        return here.with("sort", QueryValues.word(by)).with("order", descending ? "desc" : "");
    }

    /**
     * Makes the heads of the columns. A click on the deciding column turns the order.
     *
     * @param here the address without an order
     * @param keys the beginning of the keys of the columns' names
     */
    List<Overview.Sort> heads(Stream<E> columns, Address here, String keys, Texts texts) {
        return columns.map(column -> new Overview.Sort(
                        texts.of(keys + TextKeys.capital(column)),
                        new Sorting<>(column, column == by && !descending)
                                .in(here)
                                .toString(),
                        column != by ? "" : descending ? "descending" : "ascending"))
                .toList();
    }
}
