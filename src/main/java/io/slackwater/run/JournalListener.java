package io.slackwater.run;

import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.trust.RunFailure;

record JournalListener(RunStore runStore, VerdictStore verdicts) implements RunEvents {

    @Override
    public void begun(RunRecord run) {
        runStore.queued(run);
    }

    @Override
    public void step(RunRecord run) {
        runStore.update(run);
    }

    @Override
    public void warned(RunRecord run, RunFailure failure) {
        runStore.update(run);
    }

    @Override
    public void ended(RunRecord run, Outcome outcome) {
        if (outcome == Outcome.LEFT_OPEN) {
            return;
        }
        if (outcome.verdict().isPresent()) {
            verdicts.verified(outcome.verdict().get(), run);
        } else {
            runStore.update(run);
        }
    }
}
