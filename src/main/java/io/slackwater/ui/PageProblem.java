package io.slackwater.ui;

import io.slackwater.discovery.InventoryBoard;
import java.util.List;

/** A request that cannot be answered: the address, a filter or a page number is wrong, or it is not possible now. */
final class PageProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String key;
    private final List<String> values;

    private PageProblem(int status, String key, String... values) {
        super(key + " " + List.of(values));
        this.status = status;
        this.key = key;
        this.values = List.of(values);
    }

    /** @param what the text key of the kind of thing, such as {@code run} */
    static PageProblem notFound(String what, String name) {
        return new PageProblem(404, "noSuch" + what, name);
    }

    static PageProblem invalid(String parameter, String value, String allowed) {
        return new PageProblem(400, "invalidParameter", parameter, value, allowed);
    }

    /** Makes the problem of an address with an invalid escape. */
    static PageProblem malformed() {
        return new PageProblem(400, "problem400");
    }

    /** Makes the problem of a thing that Docker does not have. Before the first survey of Docker it may exist. */
    static PageProblem absent(InventoryBoard board, String what, String name) {
        return board.looked() ? notFound(what, name) : new PageProblem(503, "problem503");
    }

    /** @param key the text that says why it is not possible now */
    static PageProblem conflict(String key) {
        return new PageProblem(409, key);
    }

    int status() {
        return status;
    }

    /** Explains the problem in the user's language. */
    String text(Texts texts) {
        return texts.of(key, values.toArray());
    }
}
