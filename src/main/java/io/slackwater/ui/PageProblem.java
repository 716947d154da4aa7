package io.slackwater.ui;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.kind.RestoreException;
import io.slackwater.policy.Nearest;
import java.util.List;
import java.util.Optional;

/** A request that cannot be answered: the address, a filter or a page number is wrong, or it is not possible now. */
final class PageProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String key;
    private final List<String> values;
    private String near = "";
    private String href = "";

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

    /**
     * Makes the problem of a look into a snapshot.
     *
     * @param parameter the parameter of the address that the look depends on
     */
    static PageProblem of(RestoreException e, String parameter, String value) {
        return switch (e.reason()) {
            case NOT_FOUND -> notFound("File", value);
            case FORBIDDEN -> new PageProblem(403, "lookForbidden");
            case INVALID -> new PageProblem(400, "lookInvalid", parameter, value, String.valueOf(e.getMessage()));
            case FAILED -> new PageProblem(409, "lookFailed", String.valueOf(e.getMessage()));
        };
    }

    /** Makes the problem of an address with an invalid escape. */
    static PageProblem malformed() {
        return new PageProblem(400, "problem400");
    }

    /** Makes the problem of a dataset that Docker does not have. Before the first survey of Docker it may exist. */
    static PageProblem noDataset(InventoryBoard board, String id) {
        Inventory now = board.get();
        return absent(board, "Dataset", id)
                .suggest(
                        "/datasets/",
                        now.formerly(id)
                                .map(Dataset::id)
                                .or(() -> Nearest.to(
                                        id,
                                        now.datasets().stream().map(Dataset::id).toList())));
    }

    /** Makes the problem of a workload that Docker does not have. Before the first survey of Docker it may exist. */
    static PageProblem noWorkload(InventoryBoard board, String id) {
        List<String> known = board.get().workloads().stream()
                .map(workload -> workload.id().value())
                .toList();
        return absent(board, "Workload", id).suggest("/workloads/", Nearest.to(id, known));
    }

    private static PageProblem absent(InventoryBoard board, String what, String name) {
        return board.looked() ? notFound(what, name) : new PageProblem(503, "problem503");
    }

    private PageProblem suggest(String pages, Optional<String> id) {
        near = id.orElse("");
        href = id.map(known -> pages + known).orElse("");
        return this;
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

    /** The id that the user probably means; empty when none is similar. */
    String near() {
        return near;
    }

    /** The address of the page of {@link #near}. */
    String href() {
        return href;
    }
}
