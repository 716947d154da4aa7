/**
 * Everything that must survive a crash, in one SQLite file with one store for each topic. Each change is written before
 * the side effect that a crash could leave half done. It uses no other room.
 */
@NullMarked
package io.slackwater.journal;

import org.jspecify.annotations.NullMarked;
