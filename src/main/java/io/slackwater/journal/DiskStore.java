package io.slackwater.journal;

import java.time.Instant;
import java.util.List;

/** Stores how the free space of the disks changed. */
public record DiskStore(Database database) {

    /** Returns the samples of a disk, oldest first. */
    public List<DiskSample> samples(String disk) {
        return database.list(DiskSample.class, "SELECT * FROM disk_sample WHERE disk = ? ORDER BY at", disk);
    }

    /**
     * Adds a sample. Removes older samples of all disks, also of disks that are gone, and samples that an earlier clock
     * dated into the future.
     *
     * @param kept samples before this time are removed
     */
    public void add(DiskSample sample, Instant kept) {
        database.write(sql -> {
            sql.update("DELETE FROM disk_sample WHERE at < ? OR at > ?", kept, sample.at());
            Columns.of(sample).replace(sql, "disk_sample");
        });
    }
}
