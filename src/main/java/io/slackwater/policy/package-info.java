/**
 * The policy file, read into typed and validated records. Every error names file, line, column, the value and
 * what is allowed. Knows nothing of the other rooms.
 */
@NullMarked
package io.slackwater.policy;

import org.jspecify.annotations.NullMarked;
