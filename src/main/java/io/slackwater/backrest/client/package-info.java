/**
 * Backrest's API: calls, operations, events and errors. Knows nothing of the other rooms.
 */
@NullMarked
package io.slackwater.backrest.client;

import org.jspecify.annotations.NullMarked;
