/**
 * Alarms: their causes, their remedies, and which channel needs which notice. Each alarm is derived from the state of
 * the other rooms. May use {@code health}, {@code host}, {@code journal}, {@code policy}, {@code discovery}, {@code
 * backrest.reconcile}, and the failures
 * of {@code repository}; never Docker or a repository itself.
 */
@NullMarked
package io.slackwater.alert;

import org.jspecify.annotations.NullMarked;
