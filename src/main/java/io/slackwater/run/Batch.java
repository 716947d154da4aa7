package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.trust.BatchRetention;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs that were submitted together. After the last of them, retention and a check run once for each repository. */
final class Batch {

    private final BatchRetention retention;
    private final Collection<Dataset> datasets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();

    Batch(BatchRetention retention) {
        this.retention = retention;
    }

    void join(Dataset dataset) {
        datasets.add(dataset);
        open.incrementAndGet();
    }

    /** Ends a run's membership. After the last run, does retention and returns when it is complete. */
    void leave() {
        if (open.decrementAndGet() == 0) {
            retention.close(datasets);
        }
    }
}
