package io.slackwater.trust;

import io.slackwater.journal.Journal;
import java.time.Clock;

/** The trust of snapshots over all stores of a journal. */
public final class TestTrust {

    private TestTrust() {}

    public static SnapshotTrust of(Journal journal, Clock clock) {
        return SnapshotTrust.of(
                journal.runs(),
                journal.verdicts(),
                journal.suspectedDamage(),
                journal.datasets(),
                journal.repositories(),
                journal.audit(),
                clock);
    }
}
