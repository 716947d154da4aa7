/**
 * Pauses workloads for a moment under a journaled lease, and thaws them whatever happens. May use docker and
 * journal.
 */
@NullMarked
package io.slackwater.freeze;

import org.jspecify.annotations.NullMarked;
