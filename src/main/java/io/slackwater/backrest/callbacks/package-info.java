/**
 * Answers the hooks and stream requests of Backrest. Reacts to Backrest's events. May use {@code run}, {@code trust},
 * {@code backrest.engine}, {@code stream}, {@code signin} and what they use.
 */
@NullMarked
package io.slackwater.backrest.callbacks;

import org.jspecify.annotations.NullMarked;
