/**
 * The SQLite store of everything that must survive a crash: runs, verdicts, leases, poison, audit, alarms. It
 * is written before every side effect that could need undoing. Knows nothing of the other rooms.
 */
@NullMarked
package io.slackwater.journal;

import org.jspecify.annotations.NullMarked;
