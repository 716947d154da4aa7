/**
 * Alarms: their causes, their remedies and their delivery. Derives each alarm from the state of the other rooms. May use
 * {@code health}, {@code journal}, {@code policy}, {@code discovery} and {@code backrest.reconcile}; never Docker or a repository.
 */
@NullMarked
package io.slackwater.alert;

import org.jspecify.annotations.NullMarked;
