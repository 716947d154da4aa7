package io.slackwater.api;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Uncovered;
import io.slackwater.journal.PinStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.Verified;
import io.slackwater.policy.Nearest;
import io.slackwater.run.Runs;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Validates names and numbers in requests. The error for an unknown name suggests the most similar known name. Pure.
 */
public final class RequestChecks {

    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private RequestChecks() {}

    /**
     * Parses the limit of a list. It is text, because the framework answers an invalid number with an unexplained "404
     * Not found".
     *
     * @param value the raw value; null when absent
     */
    static int limit(@Nullable String value) {
        if (value == null) {
            return USUAL;
        }
        int limit = value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
        if (limit < 1 || limit > MOST) {
            throw Problem.invalid("limit=" + value + " is not allowed; give a whole number from 1 to " + MOST);
        }
        return limit;
    }

    /**
     * Makes the error for an unknown name.
     *
     * @param what the kind of thing, such as "repository"
     * @param list the request that lists the known names
     */
    static Problem unknown(String what, String name, Collection<String> known, String list) {
        return Problem.notFound(
                "there is no %s %s%s; %s lists them".formatted(what, name, Nearest.hint(name, known), list));
    }

    /**
     * Parses a parameter that is true or false.
     *
     * @param value the raw value; null when absent
     */
    static Optional<Boolean> flag(String parameter, @Nullable String value) {
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw Problem.invalid(parameter + "=" + value + " is not allowed; allowed: true, false");
        }
        return Optional.ofNullable(value).map(Boolean::valueOf);
    }

    /**
     * Accepts one of the known names. For another name it throws: an empty answer would look like a missing backup.
     *
     * @param what the kind of thing, such as "plan"
     * @param name null when absent
     */
    static Optional<String> known(String what, @Nullable String name, Set<String> known) {
        if (name != null && !known.contains(name)) {
            throw Problem.invalid("there is no %s %s%s; allowed: %s"
                    .formatted(what, name, Nearest.hint(name, known), String.join(", ", new TreeSet<>(known))));
        }
        return Optional.ofNullable(name);
    }

    /**
     * Accepts the id of a dataset that exists, or that was backed up earlier. For other ids it throws: an empty answer
     * would look like a missing backup.
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

    /** @throws Problem no run has this id */
    static RunRecord run(String id, Runs runs) {
        return runs.find(id)
                .orElseThrow(() -> Problem.notFound("there is no run " + id + "; GET /api/v1/runs lists them"));
    }

    /**
     * Finds the verdict on a snapshot, also when its data were found damaged.
     *
     * @param id the beginning of its id
     * @throws Problem no verified snapshot has such an id, or several have
     */
    static Verified snapshot(String id, PinStore verdicts) {
        if (id.length() < Verified.SHORT_ID) {
            throw Problem.invalid("the snapshot id " + id + " is too short; give at least " + Verified.SHORT_ID
                    + " of its characters. GET /api/v1/snapshots lists the ids");
        }
        List<Verified> candidates = verdicts.candidates(id);
        if (candidates.size() > 1) {
            throw Problem.invalid("the snapshot id " + id + " is the beginning of " + candidates.size()
                    + " ids; give more of its characters");
        }
        return candidates.stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("there is no verified snapshot " + id
                        + "; GET /api/v1/snapshots lists those that can be restored"));
    }

    /**
     * Parses the number of a page. It is text, as in {@link #limit}.
     *
     * @param value the raw value; null when absent
     */
    static int page(@Nullable String value) {
        if (value == null) {
            return 1;
        }
        if (!value.matches("[1-9]\\d{0,6}")) {
            throw Problem.invalid("page=" + value + " is not allowed; give a whole number from 1");
        }
        return Integer.parseInt(value);
    }

    /** @throws Problem no dataset has this id now, or a wrong label prevents its backup */
    static Dataset existing(String id, Inventory now) {
        return now.dataset(id)
                .orElseThrow(() -> mislabelled(id, now)
                        .orElseGet(() -> unknownDataset(
                                id, now.datasets().stream().map(Dataset::id).toList(), now)));
    }

    /**
     * Makes the error for a workload without datasets because of a wrong label. Empty when the labels are right.
     *
     * @param id of the workload, or of a dataset that it had
     */
    static Optional<Problem> mislabelled(String id, Inventory now) {
        String wrong = now.uncovered().stream()
                .filter(one -> one.gap() == Uncovered.Gap.LABEL)
                .filter(one -> one.ofWorkload(id))
                .map(one -> one.reason() + " " + one.remedy())
                .collect(Collectors.joining(" "));
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                        409,
                        "A label is not valid",
                        "%s is not backed up until the label is corrected. %s".formatted(id, wrong)));
    }

    /**
     * Makes the error for an unknown dataset. It names the dataset's current id when an earlier version of Slackwater
     * used this id.
     */
    static Problem unknownDataset(String id, Collection<String> known, Inventory now) {
        return now.formerly(id)
                .map(dataset ->
                        Problem.notFound("there is no dataset %s: it is called %s now; GET /api/v1/datasets lists them"
                                .formatted(id, dataset.id())))
                .orElseGet(() -> unknown("dataset", id, known, "GET /api/v1/datasets"));
    }
}
