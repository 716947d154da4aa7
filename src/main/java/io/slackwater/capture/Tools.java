package io.slackwater.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the programs that we use an image has.
 *
 * @param present names found on its path; empty with {@code known} false when the image has no shell to ask with
 * @param known whether the image could be asked
 */
public record Tools(Set<String> present, boolean known, Timeout timeout) {

    /** What the image's {@code timeout} understands. */
    enum Timeout {
        /** {@code timeout -k SECONDS SECONDS command}: coreutils, newer busybox. */
        WITH_KILL,
        /** {@code timeout SECONDS command}: older busybox. */
        PLAIN,
        /** There is none: only our own deadline ends the command. */
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

    /** The command, ended by the container itself when the limit is over: a dead client of an exec does not end it. */
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
