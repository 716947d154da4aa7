package io.slackwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A command of {@code slackwater.exec.post} that must still run, because the capture of its workload has begun.
 *
 * @param project the Compose project; empty for a container outside Compose
 * @param container the container's name
 * @param allowed the longest duration of the command
 * @param owed when the capture began
 * @param failure why the command failed; empty before it ran
 */
public record OwedCommand(
        String workload,
        String project,
        String service,
        String container,
        List<String> command,
        Duration allowed,
        Instant owed,
        Optional<String> failure) {

    public OwedCommand {
        command = List.copyOf(command);
    }
}
