/**
 * Restores a verified snapshot into a new place: a database, a volume, a directory or a download. Journals each step before it
 * creates anything, and undoes the steps of a failed or killed restore. Names no kind; may use {@code run}, {@code kind},
 * {@code trust}, {@code repository}, {@code discovery}, {@code journal}, {@code policy} and {@code docker}.
 */
@NullMarked
package io.slackwater.restore;

import org.jspecify.annotations.NullMarked;
