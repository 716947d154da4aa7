package io.slackwater.run;

import java.time.Instant;

/**
 * A backup that somebody else made.
 *
 * @param by who, and which of its, for people
 * @param repository the restic id of where it is
 */
public record Unwatched(String by, Instant started, Instant ended, String repository, String snapshot) {}
