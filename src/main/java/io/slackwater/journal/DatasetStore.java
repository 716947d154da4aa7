package io.slackwater.journal;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stores facts about each dataset that outlive its runs. */
public record DatasetStore(Database database) {

    /** Returns the dataset's name for users, such as its database's name; empty for a dataset that was never found. */
    public Optional<String> name(String dataset) {
        return get(String.class, dataset, "name");
    }

    public void named(String dataset, String name) {
        if (!name(dataset).equals(Optional.of(name))) {
            set(dataset, "name", name);
        }
    }

    /** Returns the dataset's health at the last survey of Docker; {@link LastHealth#UP} for an unknown dataset. */
    public LastHealth lastHealth(String dataset) {
        return get(LastHealth.class, dataset, "health").orElse(LastHealth.UP);
    }

    public void lastHealth(String dataset, LastHealth health) {
        if (health != lastHealth(dataset)) {
            set(dataset, "health", health);
        }
    }

    /**
     * Returns why no snapshot of the dataset is deleted until a user acknowledges; empty when retention works normally.
     */
    public Optional<String> hold(String dataset) {
        return get(String.class, dataset, "hold");
    }

    public void hold(String dataset, Optional<String> reason) {
        set(dataset, "hold", reason);
    }

    /** Whether a user acknowledged that the dataset is gone for good. */
    public boolean gone(String dataset) {
        return get(Boolean.class, dataset, "gone").orElse(false);
    }

    public void gone(String dataset, boolean gone) {
        set(dataset, "gone", gone);
    }

    /** Returns the number of files in the dataset's last verified backup; 0 when unknown. */
    public long files(String dataset) {
        return get(Long.class, dataset, "files").orElse(0L);
    }

    public void files(String dataset, long files) {
        set(dataset, "files", files);
    }

    public Optional<LastFreeze> lastFreeze(String dataset) {
        return database.first(
                LastFreeze.class,
                "SELECT freeze AS time, freeze_own AS ours, freeze_whole AS whole FROM dataset_state"
                        + " WHERE dataset = ? AND freeze IS NOT NULL",
                dataset);
    }

    public void froze(String dataset, LastFreeze freeze) {
        set(dataset, "(freeze, freeze_own, freeze_whole)", freeze.time(), freeze.ours(), freeze.whole());
    }

    private <T> Optional<T> get(Class<T> type, String dataset, String column) {
        return database.first(
                type,
                "SELECT %1$s FROM dataset_state WHERE dataset = ? AND %1$s IS NOT NULL".formatted(column),
                dataset);
    }

    private void set(String dataset, String columns, @Nullable Object... values) {
        String places = String.join(",", Collections.nCopies(values.length, "?"));
        database.write(sql -> {
            sql.update("INSERT OR IGNORE INTO dataset_state (dataset) VALUES (?)", dataset);
            sql.update(
                    "UPDATE dataset_state SET " + columns + " = (" + places + ") WHERE dataset = ?",
                    Stream.concat(Arrays.stream(values), Stream.of(dataset)).toArray());
        });
    }
}
