package io.slackwater.journal;

import java.util.Optional;

/**
 * A snapshot of a failed run. It must be removed before the dataset's next run. Otherwise restic could use it as
 * parent.
 *
 * @param repository the restic id of the repository
 * @param snapshot empty when unknown; then every snapshot with the run's tag is meant
 */
public record Poison(String repository, String dataset, String run, Optional<String> snapshot) {}
