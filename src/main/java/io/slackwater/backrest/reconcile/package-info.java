/**
 * Keeps Slackwater's repositories and plans in Backrest's configuration. Never changes a user's own objects there. May use
 * {@code backrest.client}, {@code discovery}, {@code docker}, {@code journal}, {@code repository} and {@code policy}.
 */
@NullMarked
package io.slackwater.backrest.reconcile;

import org.jspecify.annotations.NullMarked;
