package io.slackwater.journal;

import java.time.Instant;

/** The size of a local repository at one time. */
public record RepositorySize(String repository, Instant at, long bytes) {}
