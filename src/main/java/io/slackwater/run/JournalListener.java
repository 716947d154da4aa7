package io.slackwater.run;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.trust.RunFailure;

/** Writes the progress of runs into the journal. */
final class JournalListener implements RunEvents {

    private final Journal journal;

    JournalListener(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void begun(RunRecord run) {
        journal.runs().queued(run);
    }

    @Override
    public void step(RunRecord run) {
        journal.runs().update(run);
    }

    @Override
    public void warned(RunRecord run, RunFailure failure) {
        journal.runs().update(run);
    }

    @Override
    public void ended(RunRecord run, Outcome outcome) {
        if (outcome == Outcome.LEFT_OPEN) {
            return;
        }
        if (outcome.verdict().isPresent()) {
            journal.verdicts().verified(outcome.verdict().get(), run);
        } else {
            journal.runs().update(run);
        }
    }
}
