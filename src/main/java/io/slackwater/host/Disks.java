package io.slackwater.host;

import io.slackwater.journal.DiskSample;
import io.slackwater.journal.DiskStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The disks that Slackwater needs. Directories on one file system are one disk. Keeps a sample every six hours in the
 * journal, to tell when a disk is full. Safe for use by several threads.
 */
public final class Disks {

    private static final Duration BETWEEN_SAMPLES = Duration.ofHours(6);
    private static final Duration KEPT = Duration.ofDays(14);

    private final DiskStore history;
    private final Clock clock;
    private final Function<Path, Optional<DiskSpace>> space;
    private volatile List<Disk> current = List.of();

    public Disks(DiskStore history, Clock clock) {
        this(history, clock, DiskSpace::of);
    }

    /** @param space measures the file system of a directory; empty when the directory does not exist */
    Disks(DiskStore history, Clock clock, Function<Path, Optional<DiskSpace>> space) {
        this.history = history;
        this.clock = clock;
        this.space = space;
    }

    /** Returns the disks at the last measurement; none before the first. */
    public List<Disk> current() {
        return current;
    }

    /** Measures the disks of all places. A place whose directory does not exist is left out. */
    public synchronized void measure(Collection<DiskPlace> places) {
        Map<String, DiskSpace> spaces = new LinkedHashMap<>();
        Map<String, List<DiskPlace>> contents = new LinkedHashMap<>();
        for (DiskPlace place : places) {
            space.apply(place.path()).ifPresent(found -> {
                spaces.put(found.name(), found);
                contents.computeIfAbsent(found.name(), _ -> new ArrayList<>()).add(place);
            });
        }
        Instant now = clock.instant();
        current = spaces.values().stream()
                .map(found -> new Disk(
                        found.name(),
                        contents.getOrDefault(found.name(), List.of()),
                        found.totalBytes(),
                        found.freeBytes(),
                        DiskGrowth.fullAt(samples(found, now), found.freeBytes(), now)))
                .toList();
    }

    /** Returns the samples of a disk, oldest first, after adding one if it is due. */
    private List<DiskSample> samples(DiskSpace found, Instant now) {
        List<DiskSample> samples = history.samples(found.name());
        boolean due = samples.isEmpty()
                || Duration.between(samples.getLast().at(), now).abs().compareTo(BETWEEN_SAMPLES) >= 0;
        if (due) {
            history.add(new DiskSample(found.name(), now, found.totalBytes(), found.freeBytes()), now.minus(KEPT));
            return history.samples(found.name());
        }
        return samples;
    }
}
