package io.slackwater.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Which directories on the host restores may write to, and how long replaced data are kept.
 *
 * @param directories restores may write only below these; a relative path is below the stack's directory
 * @param keepOld how long the old data are kept after a restore in place
 */
public record RestorePolicy(List<Path> directories, Duration keepOld) {

    /** The key in the policy file, for messages. */
    public static final String KEY = "restore.directories";

    public RestorePolicy {
        directories = List.copyOf(directories);
    }
}
