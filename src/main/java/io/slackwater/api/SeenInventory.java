package io.slackwater.api;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import jakarta.inject.Singleton;

/** The inventory for an answer. Before the first survey of Docker, an empty inventory would be untrue. */
@Singleton
public class SeenInventory {

    private static final int RETRY_SECONDS = 5;

    private final InventoryBoard board;

    public SeenInventory(InventoryBoard board) {
        this.board = board;
    }

    /**
     * The inventory of the last survey of Docker.
     *
     * @throws Problem 503 with {@code Retry-After}: Docker has not been surveyed yet
     */
    Inventory get() {
        if (!board.looked()) {
            throw Problem.notYet(
                    "Slackwater has just started and its first discovery is not complete, so the datasets are unknown; ask"
                            + " again in some seconds. When it lasts, /q/health/ready says what it waits for",
                    RETRY_SECONDS);
        }
        return board.get();
    }
}
