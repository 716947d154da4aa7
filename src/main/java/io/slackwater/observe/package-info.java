/**
 * Health, metrics and alarms: what a person at 3 a.m. sees. May use the journal and what the other rooms report.
 */
@NullMarked
package io.slackwater.observe;

import org.jspecify.annotations.NullMarked;
