package io.slackwater.trust;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.SuspectedDamageStore;
import io.slackwater.journal.VerdictStore;
import java.time.Clock;

/**
 * The objects that decide which snapshots count. They know problems of repositories, and damaged, lost, shrunken and
 * unverified snapshots.
 */
public record SnapshotTrust(
        RepositoryAlarms alarms, DamagedSnapshots damaged, LostSnapshots lost, ShrinkGuard shrink, Strays strays) {

    public static SnapshotTrust of(
            RunStore runs,
            VerdictStore verdicts,
            SuspectedDamageStore suspected,
            DatasetStore datasets,
            RepositoryStore repositories,
            AuditLog audit,
            Clock clock) {
        RepositoryAlarms alarms = new RepositoryAlarms(repositories, verdicts, suspected, audit);
        return new SnapshotTrust(
                alarms,
                new DamagedSnapshots(verdicts, suspected, datasets, alarms),
                new LostSnapshots(repositories, verdicts, datasets, audit, clock),
                new ShrinkGuard(verdicts, datasets),
                new Strays(runs, verdicts));
    }
}
