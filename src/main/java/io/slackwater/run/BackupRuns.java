package io.slackwater.run;

import io.slackwater.freeze.Freezer;
import io.slackwater.journal.PoisonStore;
import io.slackwater.trust.PoisonCleanup;
import io.slackwater.trust.SnapshotTrust;

/** The objects that all runs share. Immutable. */
public record BackupRuns(
        BackupTargets targets,
        Passes passes,
        ContainerCommands commands,
        Freezer freezer,
        FreezeEstimate estimate,
        Engines engines,
        Retries retries,
        RestoreWait restores,
        PoisonCleanup cleanup,
        PoisonStore poisons,
        SnapshotTrust trust) {}
