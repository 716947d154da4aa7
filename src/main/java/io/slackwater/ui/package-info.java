/**
 * The pages for people: overview, workloads, runs, alarms and the other pages, with their live updates. A page is a view model of this
 * room, rendered by a template that escapes every value. May use the public doors of the other rooms; never {@code api}.
 */
@NullMarked
package io.slackwater.ui;

import org.jspecify.annotations.NullMarked;
