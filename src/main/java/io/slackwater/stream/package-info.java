/**
 * Hands the bytes of one dump to one reader over HTTP on the internal port, and cuts the connection on any
 * failure so that a broken dump can never look complete. Knows nothing of the other rooms.
 */
@NullMarked
package io.slackwater.stream;

import org.jspecify.annotations.NullMarked;
