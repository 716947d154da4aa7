package io.slackwater.discovery;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Holds the latest inventory. Safe for use by several threads. */
public final class InventoryBoard {

    private final AtomicLong changes = new AtomicLong();
    private volatile Inventory last = new Inventory(Instant.EPOCH, List.of(), List.of());

    public Inventory get() {
        return last;
    }

    public void put(Inventory found) {
        Inventory before = last;
        last = found;
        if (!found.sameAs(before) || before.at().equals(Instant.EPOCH)) {
            changes.incrementAndGet();
        }
    }

    /** The number of changes since the start. A new inventory counts only if it differs in more than its time. */
    public long changes() {
        return changes.get();
    }

    /** Whether at least one inspection has ended. */
    public boolean looked() {
        return !last.at().equals(Instant.EPOCH);
    }
}
