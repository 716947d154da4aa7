package io.slackwater.policy;

import java.nio.file.Path;
import java.util.List;

/**
 * Additions and exclusions for the {@code config} datasets, which store the text files of each project's directory.
 *
 * @param include patterns ({@link FilePattern}) of files to store even if they are binary or in a skipped directory
 * @param exclude patterns of files and directories that are never stored; takes precedence over {@code include}
 * @param paths files and directories of the host outside of the project's directory, stored with each project
 */
public record ConfigPolicy(List<String> include, List<String> exclude, List<Path> paths) {

    /** The default, without the section {@code config}. */
    public static final ConfigPolicy DEFAULT = new ConfigPolicy(List.of(), List.of(), List.of());

    public ConfigPolicy {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        paths = List.copyOf(paths);
    }
}
