package io.slackwater.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The programs that an image contains, of those that Slackwater uses.
 *
 * @param present names found on its path; empty with {@code known} false when the image has no shell
 * @param known whether the image could be examined
 * @param timeout the image's {@code timeout} command without the seconds; empty when only Slackwater's deadline ends a command
 */
public record Tools(Set<String> present, boolean known, List<String> timeout) {

    public Tools {
        present = Set.copyOf(present);
        timeout = List.copyOf(timeout);
    }

    /** The first of the programs that the image contains. For an unknown image, the first name. */
    public Optional<String> first(String... names) {
        return Stream.of(names).filter(name -> !known || present.contains(name)).findFirst();
    }

    /** Wraps the command in the container's {@code timeout}, because the end of an exec's client does not end the command. */
    public List<String> bounded(Duration limit, List<String> command) {
        if (timeout.isEmpty()) {
            return command;
        }
        List<String> argv = new ArrayList<>(timeout);
        argv.add(Long.toString(Math.max(1, limit.toSeconds())));
        argv.addAll(command);
        return argv;
    }
}
