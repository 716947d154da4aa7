package io.slackwater.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The programs that an image contains.
 *
 * @param present the found names; empty when the image has no shell
 * @param known whether the image could be examined
 * @param timeout the image's {@code timeout} command without the seconds; empty when the image has none
 */
public record Tools(Set<String> present, boolean known, List<String> timeout) {

    public Tools {
        present = Set.copyOf(present);
        timeout = List.copyOf(timeout);
    }

    /** The first of these programs that the image contains. If the image could not be examined, the first name. */
    public Optional<String> first(String... names) {
        return Stream.of(names).filter(name -> !known || present.contains(name)).findFirst();
    }

    /**
     * Adds the image's {@code timeout} before a command, because Docker does not end a command when its client
     * disconnects.
     */
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
