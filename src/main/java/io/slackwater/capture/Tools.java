package io.slackwater.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The programs that an image contains, of those that Slackwater uses.
 *
 * @param present names found on its path; empty with {@code known} false when the image has no shell
 * @param known whether the image could be examined
 */
public record Tools(Set<String> present, boolean known, Timeout timeout) {

    /** The options that the image's {@code timeout} accepts. */
    enum Timeout {
        /** {@code timeout -k SECONDS SECONDS command}: coreutils, newer busybox. */
        WITH_KILL,
        /** {@code timeout SECONDS command}: older busybox. */
        PLAIN,
        /** The image has no {@code timeout}; only Slackwater's deadline ends the command. */
        NONE
    }

    private static final int KILL_AFTER_SECONDS = 10;

    public Tools {
        present = Set.copyOf(present);
    }

    /** The first of the programs that is there. Of an image that cannot be asked we try the first. */
    public Optional<String> first(String... names) {
        if (!known) {
            return Optional.of(names[0]);
        }
        return List.of(names).stream().filter(present::contains).findFirst();
    }

    /** Wraps the command in the container's {@code timeout}, because the end of an exec's client does not end the command. */
    public List<String> bounded(Duration limit, List<String> command) {
        String seconds = Long.toString(Math.max(1, limit.toSeconds()));
        List<String> argv = new ArrayList<>();
        switch (timeout) {
            case WITH_KILL -> argv.addAll(List.of("timeout", "-k", Integer.toString(KILL_AFTER_SECONDS), seconds));
            case PLAIN -> argv.addAll(List.of("timeout", seconds));
            case NONE -> {}
        }
        argv.addAll(command);
        return argv;
    }
}
