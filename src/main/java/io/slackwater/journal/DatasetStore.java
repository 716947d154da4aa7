package io.slackwater.journal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores facts about each dataset that outlive its runs. */
public record DatasetStore(Database database) {

    /**
     * Returns the user's name for the dataset, such as the name of its database; empty when the dataset was never
     * found.
     */
    public Optional<String> name(String dataset) {
        return text(dataset, "name");
    }

    public void named(String dataset, String name) {
        if (!name(dataset).equals(Optional.of(name))) {
            set(dataset, "name", name);
        }
    }

    /** Returns the dataset's health at the last survey of Docker; {@link LastHealth#UP} for an unknown dataset. */
    public LastHealth lastHealth(String dataset) {
        return text(dataset, "health").map(LastHealth::valueOf).orElse(LastHealth.UP);
    }

    public void lastHealth(String dataset, LastHealth health) {
        if (health != lastHealth(dataset)) {
            set(dataset, "health", health.name());
        }
    }

    /**
     * Returns why no snapshot of the dataset is deleted until a user acknowledges; empty when retention works normally.
     */
    public Optional<String> hold(String dataset) {
        return text(dataset, "hold");
    }

    public void hold(String dataset, Optional<String> reason) {
        set(dataset, "hold", reason.orElse(null));
    }

    /** Whether a user acknowledged that the dataset is gone for good. */
    public boolean gone(String dataset) {
        return first(dataset, "gone IS NOT NULL", row -> true).isPresent();
    }

    public void gone(String dataset, boolean gone) {
        set(dataset, "gone", gone ? 1 : null);
    }

    /** Returns the number of files in the dataset's last verified backup; 0 when unknown. */
    public long files(String dataset) {
        return first(dataset, "files IS NOT NULL", row -> row.number("files")).orElse(0L);
    }

    public void files(String dataset, long files) {
        set(dataset, "files", files);
    }

    public Optional<LastFreeze> lastFreeze(String dataset) {
        return first(
                dataset,
                "freeze IS NOT NULL",
                row -> new LastFreeze(
                        row.duration("freeze"), row.number("freeze_own") != 0, row.maybeText("freeze_whole")));
    }

    public void froze(String dataset, LastFreeze freeze) {
        database.write(sql -> {
            sql.update("INSERT OR IGNORE INTO dataset_state (dataset) VALUES (?)", dataset);
            sql.update(
                    "UPDATE dataset_state SET freeze = ?, freeze_own = ?, freeze_whole = ? WHERE dataset = ?",
                    freeze.time().toNanos(),
                    freeze.ours() ? 1 : 0,
                    freeze.whole().orElse(null),
                    dataset);
        });
    }

    private Optional<String> text(String dataset, String column) {
        return first(dataset, column + " IS NOT NULL", row -> row.text(column));
    }

    private <T> Optional<T> first(String dataset, String where, Sql.Mapper<T> mapper) {
        return database.first("SELECT * FROM dataset_state WHERE dataset = ? AND " + where, mapper, dataset);
    }

    private void set(String dataset, String column, @Nullable Object value) {
        database.write(sql -> {
            sql.update("INSERT OR IGNORE INTO dataset_state (dataset) VALUES (?)", dataset);
            sql.update("UPDATE dataset_state SET " + column + " = ? WHERE dataset = ?", value, dataset);
        });
    }
}
