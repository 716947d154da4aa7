/**
 * Restic repositories: their keys, their pinned identity, and the gate between shared and exclusive work. restic runs
 * as a child process; the embedded engine stores data with it. May use {@code policy}.
 */
@NullMarked
package io.slackwater.repository;

import org.jspecify.annotations.NullMarked;
