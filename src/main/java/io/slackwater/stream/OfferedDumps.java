package io.slackwater.stream;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The dumps that wait for a reader: at most one per dataset. Each is sent once. Safe for use by several threads. */
public final class OfferedDumps {

    private final ConcurrentMap<String, OfferedDump> offers = new ConcurrentHashMap<>();

    /**
     * Offers a dump to one reader. Closing the offer ends the dump, even during the transfer.
     *
     * @throws IllegalStateException the dataset's previous dump is still offered, so two runs would overlap
     */
    public OfferedDump offer(String dataset, DumpSource source) {
        OfferedDump offer = new OfferedDump(this, dataset, source);
        if (offers.putIfAbsent(dataset, offer) != null) {
            throw new IllegalStateException(
                    "a dump of dataset " + dataset + " is already being read; wait for its run to end");
        }
        return offer;
    }

    /** The dataset's dump that is offered now; empty when there is none. */
    public Optional<OfferedDump> find(String dataset) {
        return Optional.ofNullable(offers.get(dataset));
    }

    void withdraw(String dataset, OfferedDump offer) {
        offers.remove(dataset, offer);
    }
}
