/**
 * Turns labels, images and mounts into workloads and datasets, explains each decision, and lists what is not protected.
 * Asks the kinds through {@code DiscoverableKind}. May use {@code policy} and {@code docker}.
 */
@NullMarked
package io.slackwater.discovery;

import org.jspecify.annotations.NullMarked;
