/**
 * Restores a verified snapshot into a new place: a database, a volume, a directory or a download. Asks the snapshot's kind how, and
 * names no kind. Every step is journaled before it creates anything, and is undone when the restore fails or is killed.
 */
@NullMarked
package io.slackwater.restore;

import org.jspecify.annotations.NullMarked;
