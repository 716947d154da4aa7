package io.slackwater.policy;

import java.nio.file.Path;
import java.util.List;

/**
 * Which directories on the host restores may write to.
 *
 * @param directories restores may write only below these; a relative path is below the stack's directory
 */
public record RestorePolicy(List<Path> directories) {

    /** The key in the policy file, for messages. */
    public static final String KEY = "restore.directories";

    public RestorePolicy {
        directories = List.copyOf(directories);
    }
}
