/**
 * Health, metrics and alarms: what a person at 3 a.m. sees. May use the journal, and the values of policy and discovery that it is
 * given; never Docker or a repository.
 */
@NullMarked
package io.slackwater.observe;

import org.jspecify.annotations.NullMarked;
