/**
 * Alarms: what a person should know, what to do about it, and how the notice gets there. May use {@code health}, {@code journal},
 * {@code policy} and {@code discovery}; never Docker or a repository.
 */
@NullMarked
package io.slackwater.alert;

import org.jspecify.annotations.NullMarked;
