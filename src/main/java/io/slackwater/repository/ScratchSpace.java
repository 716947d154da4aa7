package io.slackwater.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Detects a restic that stalls because its temporary files have no room. restic prints nothing and never continues, also when there is
 * room again (measured with 0.18, reading from a command).
 */
final class ScratchSpace {

    /** A packer needs much less. A remote repository may need longer, but not while this disk is full. */
    static final Duration STILL = Duration.ofSeconds(5);

    private static final long MIB = 1024L * 1024;

    /** The room for the next pack (restic documentation, "Tuning backup parameters", pack size). */
    private static final long PACK = 16 * MIB;

    private ScratchSpace() {}

    /**
     * The reason as text; otherwise empty.
     *
     * @param quiet the time since the last progress
     */
    static Optional<String> why(Path scratch, Duration quiet) throws IOException {
        if (quiet.compareTo(STILL) < 0) {
            return Optional.empty();
        }
        long free = Files.getFileStore(scratch).getUsableSpace();
        return free >= PACK
                ? Optional.empty()
                : Optional.of("no progress for %d s with %d MiB free in %s"
                        .formatted(quiet.toSeconds(), free / MIB, scratch));
    }
}
