package io.slackwater.api;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import jakarta.inject.Singleton;

/**
 * Provides the inventory of containers and datasets for answers. It refuses until Docker was surveyed once, because an
 * empty inventory would be wrong.
 */
@Singleton
public class SeenInventory {

    private final InventoryBoard board;

    public SeenInventory(InventoryBoard board) {
        this.board = board;
    }

    /**
     * Returns the inventory of the last survey of Docker.
     *
     * @throws Problem 503 with {@code Retry-After}: Docker has not been surveyed yet
     */
    Inventory get() {
        if (!board.looked()) {
            throw Problem.notYet(
                    "Slackwater has just started and its first discovery is not complete, so the datasets are unknown; ask"
                            + " again in some seconds. If this continues, /q/health/ready says what is missing");
        }
        return board.get();
    }
}
