/**
 * Everything that must survive a crash, in one SQLite file with one store for each subject. The journal is written before every side
 * effect that could need undoing. It knows nothing of the other rooms.
 */
@NullMarked
package io.slackwater.journal;

import org.jspecify.annotations.NullMarked;
