/**
 * Hands the bytes of one dump to one reader who asked over HTTP on the internal port, as the answer's body or straight into the
 * reader's own pipe, and cuts the connection on any failure so that a broken dump can never look complete. Knows nothing of the
 * other rooms.
 */
@NullMarked
package io.slackwater.stream;

import org.jspecify.annotations.NullMarked;
