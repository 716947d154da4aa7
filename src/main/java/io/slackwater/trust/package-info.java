/**
 * Which snapshots count: poison, damaged and missing snapshots, and retention over the verified ones. Only a verified snapshot that
 * is still in its repository counts. May use {@code journal}, {@code policy}, {@code repository} and {@code discovery}.
 */
@NullMarked
package io.slackwater.trust;

import org.jspecify.annotations.NullMarked;
