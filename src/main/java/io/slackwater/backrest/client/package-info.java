/**
 * Backrest's API: calls, operations, events and errors. Each failed call has a reason that callers decide by. It uses
 * no other room.
 */
@NullMarked
package io.slackwater.backrest.client;

import org.jspecify.annotations.NullMarked;
