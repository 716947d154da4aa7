/**
 * What belongs into the audit log beside the actions of Slackwater's own interfaces, and whether the log is whole. Decides
 * what is recorded, and how often. May use {@code journal} and {@code policy}.
 */
@NullMarked
package io.slackwater.audit;

import org.jspecify.annotations.NullMarked;
