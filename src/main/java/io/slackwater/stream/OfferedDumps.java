package io.slackwater.stream;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The dumps that wait for their readers: at most one per dataset, each given once. Safe for use by several threads. */
public final class OfferedDumps {

    private final ConcurrentMap<String, OfferedDump> offers = new ConcurrentHashMap<>();

    /**
     * Offers a dump. Closing the offer ends the dump, also while it is read.
     *
     * @throws IllegalStateException the dataset's previous dump is still offered: two runs of one dataset must never overlap
     */
    public OfferedDump offer(String dataset, DumpSource source) {
        OfferedDump offer = new OfferedDump(this, dataset, source);
        if (offers.putIfAbsent(dataset, offer) != null) {
            throw new IllegalStateException(
                    "a dump of dataset " + dataset + " is already being read; wait for its run to end");
        }
        return offer;
    }

    /** The dump that is offered now. */
    public Optional<OfferedDump> find(String dataset) {
        return Optional.ofNullable(offers.get(dataset));
    }

    void withdraw(String dataset, OfferedDump offer) {
        offers.remove(dataset, offer);
    }
}
