package io.slackwater.repository;

import java.nio.file.Path;

/**
 * Where restic and its files are.
 *
 * @param restic the restic command, a path or a name that is looked up in {@code PATH}
 * @param secrets the mounted secrets directory; keys live in {@code keys} below it
 * @param cache restic's cache directory, made on first use
 * @param scratch a directory for restic's temporary files and for files read back; what a crash left there is removed at start
 */
public record ResticPlaces(String restic, Path secrets, Path cache, Path scratch) {}
