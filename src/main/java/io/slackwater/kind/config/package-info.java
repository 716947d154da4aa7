/**
 * The configuration of a Compose project: everything that a rebuild needs beside the data. May use {@code capture} and what that
 * uses.
 */
@NullMarked
package io.slackwater.kind.config;

import org.jspecify.annotations.NullMarked;
