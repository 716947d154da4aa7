package io.slackwater.repository;

import java.nio.file.Path;

/**
 * The paths of restic and its files.
 *
 * @param restic a path, or a name in {@code PATH}
 * @param secrets the mounted secrets directory; keys live in {@code keys} below it
 * @param cache restic's cache directory, created on first use
 * @param scratch the directory for restic's temporary files and for read-backs; the start removes the leftovers of a crash
 */
public record ResticPlaces(String restic, Path secrets, Path cache, Path scratch) {}
