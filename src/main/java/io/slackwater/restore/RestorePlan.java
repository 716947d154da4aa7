package io.slackwater.restore;

import io.slackwater.journal.Verified;
import io.slackwater.kind.Forecast;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a restore in place will do. It must be confirmed with its token and its phrase before anything happens. Immutable.
 *
 * @param phrase what the user types to confirm: the workload's id, or the stack's name for several workloads
 * @param expires the confirmation is refused from then on
 * @param items the data to replace, in the order of the restore
 * @param leftOut the datasets that cannot be restored in place, each with the reason
 */
public record RestorePlan(
        String id,
        RestoreScope scope,
        InPlaceRestores.Selection selection,
        String phrase,
        Instant expires,
        List<Item> items,
        List<String> leftOut) {

    public RestorePlan {
        items = List.copyOf(items);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * One dataset.
     *
     * @param warning a known problem of the snapshot; empty without one
     */
    public record Item(Verified snapshot, String workload, Forecast forecast, Optional<String> warning) {

        /** Why the dataset cannot be restored in place now; empty when it can. */
        public List<String> refusals() {
            List<String> all = new ArrayList<>(forecast.refusals());
            forecast.free()
                    .filter(free -> free < forecast.bytes())
                    .ifPresent(free -> all.add(
                            "the disk of workload %s has %d MiB free, but the restore needs %d MiB, because both versions exist for a while. Free some space"
                                    .formatted(workload, free >> 20, (forecast.bytes() >> 20) + 1)));
            return all;
        }
    }

    /** Why the restore is impossible now, one text for each dataset and cause; empty when it is possible. */
    public List<String> refusals() {
        return items.stream()
                .flatMap(item -> item.refusals().stream()
                        .map(why -> "dataset " + item.snapshot().dataset() + ": " + why))
                .toList();
    }

    /** Whether both plans replace the same live data by the same snapshots, and stop the same containers. */
    boolean sameAs(RestorePlan other) {
        return fingerprint().equals(other.fingerprint());
    }

    private List<List<Object>> fingerprint() {
        return items.stream()
                .map(item -> List.<Object>of(
                        item.snapshot().dataset(),
                        item.snapshot().snapshot(),
                        item.workload(),
                        item.forecast().identity(),
                        item.forecast().stops()))
                .toList();
    }
}
