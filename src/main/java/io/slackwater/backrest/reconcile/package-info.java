/**
 * Keeps Slackwater's repositories and plans in Backrest's configuration, and nothing else in it. May use {@code backrest.client},
 * {@code repository} and {@code policy}.
 */
@NullMarked
package io.slackwater.backrest.reconcile;

import org.jspecify.annotations.NullMarked;
