package io.slackwater.ui;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By which column the rows of a table are sorted. The address of the page holds it.
 *
 * @param <E> the columns
 * @param prefix the beginning of the parameters' names, for a second table of a page
 */
record Sorting<E extends Enum<E>>(E by, boolean descending, String prefix) {

    Sorting(E by, boolean descending) {
        this(by, descending, "");
    }

    private enum Order {
        ASC,
        DESC
    }

    /**
     * Reads the parameters {@code sort} and {@code order}.
     *
     * @param usual the order without these parameters; decides their names
     * @throws PageProblem a value is not allowed
     */
    static <E extends Enum<E>> Sorting<E> of(
            Class<E> columns, @Nullable String sort, @Nullable String order, Sorting<E> usual) {
        boolean given = sort != null && !sort.isEmpty();
        boolean descending = descending(usual.prefix + "order", order);
        return given
                ? new Sorting<>(
                        QueryValues.choice(columns, usual.prefix + "sort", sort, usual.by), descending, usual.prefix)
                : usual;
    }

    /** @throws PageProblem the value is not allowed */
    static boolean descending(@Nullable String order) {
        return descending("order", order);
    }

    private static boolean descending(String parameter, @Nullable String order) {
        return QueryValues.choice(Order.class, parameter, order, Order.ASC) == Order.DESC;
    }

    /** The address with this order. */
    Address in(Address here) {
        return here.with(prefix + "sort", QueryValues.word(by)).with(prefix + "order", descending ? "desc" : "");
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
                        new Sorting<>(column, column == by && !descending, prefix)
                                .in(here)
                                .toString(),
                        column != by ? "" : descending ? "descending" : "ascending"))
                .toList();
    }
}
