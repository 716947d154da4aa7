package io.slackwater.api;

import io.slackwater.discovery.Inventory;
import io.slackwater.journal.RunStore;
import io.slackwater.policy.Nearest;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names and numbers that somebody asks with. What is not known is a problem that says what was probably meant. Pure. */
public final class Asked {

    private Asked() {}

    /**
     * A whole number in a query.
     *
     * <p>Taken as text: the framework answers a number that it cannot read with "404 Not found", which says neither what nor why.
     *
     * @param value as it was sent; null when it was not
     */
    static int number(String parameter, @Nullable String value, int least, int most, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notAllowed(parameter, value, least, most);
        }
        throw notAllowed(parameter, value, least, most);
    }

    private static Problem notAllowed(String parameter, String value, int least, int most) {
        return Problem.invalid(
                "%s=%s: a whole number from %d to %d is allowed".formatted(parameter, value, least, most));
    }

    /** @param list where all of them are listed */
    static Problem unknown(String what, String name, Collection<String> known, String list) {
        return Problem.notFound(
                "there is no %s %s%s; %s lists them".formatted(what, name, Nearest.hint(name, known), list));
    }

    /**
     * Lets pass a dataset that is there, or that was backed up once: its runs and snapshots are kept when Docker does not have it any
     * more. Otherwise "there are none" would be read as "it has no backup".
     */
    static void dataset(String id, RunStore runStore, SeenInventory inventory) {
        Set<String> known = new TreeSet<>(runStore.datasets());
        if (known.contains(id)) {
            return;
        }
        Inventory now = inventory.get();
        now.datasets().forEach(dataset -> known.add(dataset.id()));
        if (!known.contains(id)) {
            throw unknownDataset(id, known, now);
        }
    }

    /** Names the new id when an earlier version of Slackwater gave this id to a dataset that is there. */
    static Problem unknownDataset(String id, Collection<String> known, Inventory now) {
        return now.formerly(id)
                .map(dataset ->
                        Problem.notFound("there is no dataset %s: it is called %s now; GET /api/v1/datasets lists them"
                                .formatted(id, dataset.id())))
                .orElseGet(() -> unknown("dataset", id, known, "GET /api/v1/datasets"));
    }
}
