package io.slackwater.app;

import io.slackwater.journal.Journal;
import io.slackwater.kind.postgres.PostgresHistory;
import io.slackwater.kind.postgres.RestoreMark;
import java.util.Optional;

/** Finds in the journal which databases were backed up before, and which databases a restore created. */
record JournalHistory(Journal journal) implements PostgresHistory {

    @Override
    public boolean has(String dataset) {
        return journal.runs().datasets().contains(dataset);
    }

    @Override
    public Optional<RestoreMark> restored(String identity, String name) {
        return journal.restores()
                .ofDatabase(identity, name)
                .map(restore -> new RestoreMark(restore.id(), restore.snapshot(), restore.started()));
    }
}
