package io.slackwater.policy;

import java.nio.file.Path;
import java.util.List;

/**
 * Where restores may put files on the host.
 *
 * @param directories restores into a directory are allowed below these only; a relative one is below the stack's directory
 */
public record RestorePolicy(List<Path> directories) {

    /** The key in the policy file, for messages. */
    public static final String KEY = "restore.directories";

    public RestorePolicy {
        directories = List.copyOf(directories);
    }
}
