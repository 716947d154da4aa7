package io.slackwater.discovery;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Holds what discovery found last. Safe for use by several threads. */
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

    /** Another number after each change since the start; an inventory that differs in its time alone is none. */
    public long changes() {
        return changes.get();
    }

    /** Whether Docker was looked at at least once. */
    public boolean looked() {
        return !last.at().equals(Instant.EPOCH);
    }
}
