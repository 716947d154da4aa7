/**
 * Turns labels, images and mounts into workloads and datasets, explains each decision, and lists what nobody
 * protects. It asks the kinds through {@code DiscoverableKind}. May use policy and docker.
 */
@NullMarked
package io.slackwater.discovery;

import org.jspecify.annotations.NullMarked;
