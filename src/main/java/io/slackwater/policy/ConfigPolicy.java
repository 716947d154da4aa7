package io.slackwater.policy;

import java.nio.file.Path;
import java.util.List;

/**
 * Which files the {@code config} datasets store besides the defaults. These datasets hold the text files of each
 * Compose project's directory.
 *
 * @param include patterns ({@link FilePattern}) of files to store even if they are binary or in a skipped directory
 * @param exclude patterns of files and directories never to store; takes precedence over {@code include}
 * @param paths files and directories outside the project's directory, stored with each project
 */
public record ConfigPolicy(List<String> include, List<String> exclude, List<Path> paths) {

    /** The default when the policy file has no section {@code config}. */
    public static final ConfigPolicy DEFAULT = new ConfigPolicy(List.of(), List.of(), List.of());

    public ConfigPolicy {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        paths = List.copyOf(paths);
    }
}
