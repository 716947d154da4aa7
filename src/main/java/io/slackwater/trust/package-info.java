/**
 * Which snapshots count: poison, damaged and missing snapshots, and retention over the verified ones. May use {@code journal},
 * {@code policy}, {@code repository} and {@code discovery}.
 */
@NullMarked
package io.slackwater.trust;

import org.jspecify.annotations.NullMarked;
