/**
 * Backrest: its API, and what Slackwater keeps in its configuration. Knows Backrest's words (repository, plan, operation, hook) and
 * nothing of Docker or of runs. May use repository and policy; only run and web use it.
 */
@NullMarked
package io.slackwater.backrest;

import org.jspecify.annotations.NullMarked;
