/**
 * Any other volume: its SQLite databases are checked, everything else is compared as bytes. May use {@code capture} and what that
 * uses.
 */
@NullMarked
package io.slackwater.kind.volume;

import org.jspecify.annotations.NullMarked;
