package io.slackwater.discovery;

import java.time.Instant;
import java.util.List;

/** Holds what discovery found last. Safe for use by several threads. */
public final class InventoryBoard {

    private volatile Inventory last = new Inventory(Instant.EPOCH, List.of(), List.of());

    public Inventory get() {
        return last;
    }

    public void put(Inventory found) {
        last = found;
    }

    /** Whether Docker was looked at at least once. */
    public boolean looked() {
        return !last.at().equals(Instant.EPOCH);
    }
}
