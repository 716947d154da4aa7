/**
 * Keeps Slackwater's repositories and plans in Backrest's configuration. It never changes a user's own entries there.
 * May use {@code backrest.client}, {@code discovery}, {@code docker}, {@code journal}, {@code repository} and {@code
 * policy}.
 */
@NullMarked
package io.slackwater.backrest.reconcile;

import org.jspecify.annotations.NullMarked;
