/**
 * Everything that must survive a crash, in one SQLite file with one store for each subject. Each change is written before the side
 * effect that could need undoing. Knows no other room.
 */
@NullMarked
package io.slackwater.journal;

import org.jspecify.annotations.NullMarked;
