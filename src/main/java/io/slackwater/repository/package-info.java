/**
 * Restic repositories: their keys and pinned identity, the gate, restic as a child process with its events and
 * exit codes, retention, and the engine that stores data. May use policy.
 */
@NullMarked
package io.slackwater.repository;

import org.jspecify.annotations.NullMarked;
