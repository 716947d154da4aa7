package io.slackwater.stream;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Where dumps wait for their reader: at most one per dataset, each given once. Safe for use by several threads.
 */
public final class StreamDesk {

    private final ConcurrentMap<String, StreamOffer> offers = new ConcurrentHashMap<>();

    /**
     * Offers a dump. Closing the offer ends the dump, whoever reads it.
     *
     * @throws IllegalStateException the dataset's previous dump is still offered: two runs of one dataset must never overlap
     */
    public StreamOffer offer(String dataset, DumpSource source) {
        StreamOffer offer = new StreamOffer(this, dataset, source);
        if (offers.putIfAbsent(dataset, offer) != null) {
            throw new IllegalStateException(
                    "a dump of dataset " + dataset + " is already being read; wait for its run to end");
        }
        return offer;
    }

    /** The dump that is offered now. */
    public Optional<StreamOffer> find(String dataset) {
        return Optional.ofNullable(offers.get(dataset));
    }

    void withdraw(String dataset, StreamOffer offer) {
        offers.remove(dataset, offer);
    }
}
