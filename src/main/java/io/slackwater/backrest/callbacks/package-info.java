/**
 * Answers the hooks and streams by which Backrest calls Slackwater. Reacts to Backrest's events. May use {@code run}, {@code
 * backrest.engine} and what they use.
 */
@NullMarked
package io.slackwater.backrest.callbacks;

import org.jspecify.annotations.NullMarked;
