package io.slackwater.run;

import io.slackwater.freeze.Freezer;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.LastFreeze;
import io.slackwater.journal.VerdictStore;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Pauses containers for runs. Records the durations as estimates for the next pauses. */
public record Freezes(Freezer freezer, VerdictStore verdicts, DatasetStore datasets) {

    private static final Logger LOG = Logger.getLogger(Freezes.class);

    Freeze of(BackupTarget target, String run) {
        return new Freeze(freezer, target, run);
    }

    /**
     * Records how long the next pause is expected to take.
     *
     * @param engine the program whose restic read
     */
    void estimate(BackupTarget target, Duration needed, Optional<EngineName> engine) {
        try {
            Optional<String> whole = FreezeEstimate.hasSnapshot(verdicts, target.dataset(), target.restic())
                    ? Optional.empty()
                    : Optional.of(target.restic());
            boolean ours = !engine.equals(Optional.of(EngineName.BACKREST));
            datasets.froze(target.dataset().id(), new LastFreeze(needed, ours, whole));
        } catch (RuntimeException e) {
            // Only an estimate. The next steps report a journal that cannot be written.
            LOG.warnf(
                    "the journal could not record how long the container was paused dataset=%s reason=%s",
                    target.dataset().id(), e.getMessage());
        }
    }
}
