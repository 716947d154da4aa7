/**
 * Any other volume. The check opens SQLite databases and compares all other files as bytes. May use {@code kind} and
 * what it uses, {@code stream} and {@code policy}; never another kind.
 */
@NullMarked
package io.slackwater.kind.volume;

import org.jspecify.annotations.NullMarked;
