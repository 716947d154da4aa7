/**
 * Puts a snapshot back in a new place: a database, a volume, a directory or a download. May use run, capture,
 * repository and what they use.
 */
@NullMarked
package io.slackwater.restore;

import org.jspecify.annotations.NullMarked;
