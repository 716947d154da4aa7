package io.slackwater.run;

import io.slackwater.journal.RunRecord;
import io.slackwater.trust.RunFailure;
import org.jboss.logging.Logger;

/** Logs one line for each attempt of a run. */
final class RunLog implements RunEvents {

    private static final Logger LOG = Logger.getLogger(RunLog.class);

    @Override
    public void warned(RunRecord run, RunFailure failure) {
        LOG.warnf(
                "attempt failed run=%s dataset=%s attempt=%d again=true reason=%s",
                run.id(), run.dataset(), run.attempt() - 1, failure.getMessage());
        LOG.debug("attempt failed", failure);
    }

    @Override
    public void ended(RunRecord run, Outcome outcome) {
        if (outcome == Outcome.LEFT_OPEN) {
            LOG.infof(
                    "run stays open; the next start of Slackwater ends it run=%s dataset=%s", run.id(), run.dataset());
        } else if (outcome.verdict().isPresent()) {
            LOG.infof(
                    "verified run=%s dataset=%s snapshot=%s bytes=%d",
                    run.id(), run.dataset(), run.snapshot().orElse(""), run.bytes());
        } else {
            LOG.warnf(
                    "run ended state=%s run=%s dataset=%s attempt=%d reason=%s",
                    outcome.state(), run.id(), run.dataset(), run.attempt(), outcome.message());
        }
    }
}
