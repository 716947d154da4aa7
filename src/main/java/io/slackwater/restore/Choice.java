package io.slackwater.restore;

import io.slackwater.journal.Verified;
import io.slackwater.repository.Repository;

/** A verified snapshot that was chosen for a restore, with the repository that holds it. */
record Choice(Verified snapshot, Repository repository) {}
