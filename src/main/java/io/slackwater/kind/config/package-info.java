/**
 * The configuration of a Compose project: everything that a rebuild needs beside the data. Stores it as one tar with a
 * list of checksums. May use {@code kind} and what it uses, {@code stream} and {@code policy}; never another kind.
 */
@NullMarked
package io.slackwater.kind.config;

import org.jspecify.annotations.NullMarked;
