/**
 * The policy file, read into typed and validated records. Every error names file, line, column, the value and what is
 * allowed. Knows no other room.
 */
@NullMarked
package io.slackwater.policy;

import org.jspecify.annotations.NullMarked;
