package io.slackwater.restore;

import io.slackwater.discovery.Dataset;
import io.slackwater.kind.RestoreException;
import java.util.List;

/** Backs up live data before a restore replaces them. */
@FunctionalInterface
public interface SafetyBackups {

    /**
     * Backs up the datasets as safety snapshots and waits until all are verified.
     *
     * @throws RestoreException a backup failed; damaged data can make it impossible
     */
    void save(List<Dataset> datasets) throws RestoreException, InterruptedException;
}
