package io.slackwater.backrest.engine;

import io.slackwater.backrest.reconcile.BackrestSubject;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.journal.BackrestStore;
import io.slackwater.journal.BackrestStore.MissedBackups;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Counts the backups that failed in Backrest before Backrest called Slackwater, and raises an alarm after some in a
 * row. Loss prevented: "Backup Now" would fail unnoticed, because Slackwater's own restic makes the scheduled backups
 * instead. The count survives a restart. Safe for use by several threads.
 *
 * @param headerFile the path of the token file in Backrest's container
 */
public record MissedCallbacks(BackrestStore store, Path headerFile) {

    /** The number of consecutive failures that raises the alarm. A restart of Backrest can cause one or two. */
    private static final int IN_A_ROW = 3;

    /** Records that Backrest called, which ends the alarm. */
    synchronized void called() {
        if (store.missed().isPresent()) {
            store.missed(Optional.empty());
        }
    }

    /**
     * Records a backup of Backrest that failed before Backrest asked Slackwater for the data.
     *
     * @param said Backrest's message about the failure
     */
    synchronized void missed(String dataset, String said) {
        int times = store.missed().map(MissedBackups::times).orElse(0) + 1;
        store.missed(Optional.of(new MissedBackups(times, dataset, said.strip())));
    }

    /** Returns the problem that the alarm shows. Empty until several backups in a row have failed in this way. */
    public Optional<Conflict> conflict() {
        return store.missed().filter(noted -> noted.times() >= IN_A_ROW).map(this::conflict);
    }

    private Conflict conflict(MissedBackups noted) {
        return new Conflict(
                BackrestSubject.of(BackrestSubject.SubjectKind.BACKUPS),
                "Backups are made without Backrest (%d so far), because Backrest's own backups fail before they ask Slackwater for the data. %s."
                        .formatted(noted.times(), noted.said().replaceAll("\\.$", "")),
                "See the log of the last backup of plan %1$s on Backrest's page, and docker compose logs backrest. Backrest's disk must not be full (docker compose exec backrest df -h /data /config). Backrest's container must reach Slackwater's internal port, and read the token (docker compose exec backrest test -r %2$s && echo readable); otherwise mount the token's directory as the example compose file does, then docker compose up -d --force-recreate backrest. The next backup that Backrest makes ends this alarm: scripts/backrest-management.sh backup %1$s."
                        .formatted(noted.dataset(), headerFile));
    }
}
