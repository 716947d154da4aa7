package io.slackwater.journal;

import java.util.List;

/** Stores which containers restores have stopped, until they are started again. */
public record HeldContainerStore(Database database) {

    /** Records a container before its stop. A container that is recorded already keeps its former restart policy. */
    public void hold(HeldContainer container) {
        database.write(sql -> {
            if (!sql.any(
                    "SELECT 1 FROM held_container WHERE restore = ? AND container = ?",
                    container.restore(),
                    container.container())) {
                Columns.of(container).insert(sql, "held_container");
            }
        });
    }

    /** Returns the containers that a restore has stopped, in the order of the stops. */
    public List<HeldContainer> of(String restore) {
        return database.list(
                HeldContainer.class, "SELECT * FROM held_container WHERE restore = ? ORDER BY position", restore);
    }

    /** Records that the container has its restart policy again and runs, or that it no longer exists. */
    public void released(HeldContainer container) {
        database.update(
                "DELETE FROM held_container WHERE restore = ? AND container = ?",
                container.restore(),
                container.container());
    }
}
