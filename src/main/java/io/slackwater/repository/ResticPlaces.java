package io.slackwater.repository;

import java.nio.file.Path;

/**
 * The paths of restic and its files.
 *
 * @param restic the program: a path, or a name in {@code PATH}
 * @param secrets the secrets directory; its subdirectory {@code keys} has the keys
 * @param cache restic's cache directory; created at the first use
 * @param scratch the directory for temporary files of restic; Slackwater deletes leftovers in it at its start
 */
public record ResticPlaces(String restic, Path secrets, Path cache, Path scratch) {}
