/**
 * Restores a verified snapshot into a new place (a database, a volume, a directory, a download) or in place. The journal gets each
 * step before the step begins, and a failed or interrupted restore is undone. Names no kind; may use
 * {@code kind}, {@code trust}, {@code repository}, {@code discovery}, {@code journal}, {@code policy} and {@code
 * docker}.
 */
@NullMarked
package io.slackwater.restore;

import org.jspecify.annotations.NullMarked;
