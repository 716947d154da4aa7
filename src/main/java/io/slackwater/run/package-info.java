/**
 * The life of one backup run, from the queue to its verdict: one method with one step per line, repeated while a retry can help.
 * Other rooms listen to {@code RunEvents}. May use every room below, but not schedule, restore, health, alert, api and backrest.
 */
@NullMarked
package io.slackwater.run;

import org.jspecify.annotations.NullMarked;
