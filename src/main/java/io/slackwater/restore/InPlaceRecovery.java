package io.slackwater.restore;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kinds;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.ServiceKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Brings the old data back after interrupted restores in place, and ends the time for which old data are kept. Safe for use
 * by several threads.
 */
public final class InPlaceRecovery {

    private static final String STOPPED = "Slackwater stopped during the restore; ";

    private final Journal journal;
    private final RestoreHistory history;
    private final Supplier<Duration> keepOld;
    private final Clock clock;
    private final Exchanges exchanges;

    /** @param keepOld how long the old data are kept */
    public InPlaceRecovery(
            Journal journal,
            Supplier<Inventory> inventory,
            Kinds<ServiceKind> kinds,
            LiveFiles files,
            RestoreHistory history,
            Supplier<Duration> keepOld,
            Clock clock) {
        this.journal = journal;
        this.history = history;
        this.keepOld = keepOld;
        this.clock = clock;
        this.exchanges = new Exchanges(
                journal.replacedData(),
                () -> new TargetWorkload(inventory.get(), journal.runs()),
                kinds,
                files,
                new HeldContainers(files.users().control(), journal.heldContainers(), clock));
    }

    Exchanges exchanges() {
        return exchanges;
    }

    Duration kept() {
        return keepOld.get();
    }

    /** Keeps the old data of a restore for the time of the policy. */
    void keep(String restore) {
        exchanges.keep(journal.replacedData().of(restore), clock.instant().plus(kept()));
    }

    /** Undoes interrupted restores in place, as far as that is possible now, and removes old data whose time is over. */
    public void settle() throws InterruptedException {
        for (RestoreRecord restore : interrupted()) {
            settle(restore);
        }
        exchanges.removeExpired(clock.instant());
    }

    /** Returns the interrupted restores in place that are not undone yet. */
    public List<RestoreRecord> interrupted() {
        return history.interrupted().stream()
                .filter(restore -> journal.restores().object(restore).type() == RestoredObject.Type.IN_PLACE)
                .toList();
    }

    private void settle(RestoreRecord restore) throws InterruptedException {
        if (restore.step() == RestoreStep.FINISHING) {
            keep(restore.id());
            history.end(restore, State.SUCCEEDED, STOPPED + "the restored data are live");
            return;
        }
        try {
            exchanges.undo(restore.id());
            history.end(restore, State.FAILED, STOPPED + "the old data are live again. Restore again");
        } catch (RestoreException e) {
            history.delayed(restore, STOPPED + "the old data are not back yet: " + e.getMessage());
        }
    }
}
