package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.trust.BatchRetention;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs that were submitted together. The last run that ends closes their plans. */
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

    /** Returns after retention when this was the last run. */
    void leave() {
        if (open.decrementAndGet() == 0) {
            retention.close(datasets);
        }
    }
}
