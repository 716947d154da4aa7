/**
 * Gives one dump to one reader over HTTP on the internal port, or straight into the reader's pipe. Cuts the connection
 * on any failure, so that a broken dump never looks complete. Knows no other room.
 */
@NullMarked
package io.slackwater.stream;

import org.jspecify.annotations.NullMarked;
