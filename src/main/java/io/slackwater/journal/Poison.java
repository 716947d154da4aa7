package io.slackwater.journal;

import java.util.Optional;

/**
 * A snapshot to forget before the dataset's next run.
 *
 * @param snapshot empty when it is not known: every snapshot with the run's tag
 */
public record Poison(String repository, String dataset, String run, Optional<String> snapshot) {}
