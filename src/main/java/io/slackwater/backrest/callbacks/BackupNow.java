package io.slackwater.backrest.callbacks;

import io.slackwater.backrest.engine.CallbackSession;
import io.slackwater.backrest.engine.PendingCallbacks;
import io.slackwater.discovery.Dataset;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.Trigger;
import io.slackwater.run.Outcome;
import io.slackwater.run.RunEvents;
import io.slackwater.run.Runs;
import io.slackwater.run.Start;
import io.slackwater.stream.CallbackHandler.Answer;
import io.slackwater.trust.RunFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Starts or refuses a run for a backup that Backrest began without a request of Slackwater. Loss prevented: "Backup
 * Now" would store files of a running container, or an unverified snapshot would count.
 */
public record BackupNow(PendingCallbacks calls, Runs runs, BackupNowRules rules) {

    private static final Logger LOG = Logger.getLogger(BackupNow.class);

    /**
     * Starts a run, or refuses.
     *
     * @param patience how long Backrest waits for the answer
     */
    Answer begin(Dataset dataset, Duration patience) throws InterruptedException {
        String id = dataset.id();
        if (!runs.running(id)) {
            Optional<String> refusal = rules.refusal(dataset);
            if (refusal.isPresent()) {
                return refused(id, refusal.get());
            }
            Optional<String> instead = rules.replacement(dataset);
            if (instead.isPresent()) {
                String run = runs.submit(List.of(dataset), Trigger.BACKREST).getFirst();
                return refused(id, instead.get() + "; run " + run + " was started instead");
            }
        }
        Optional<CallbackSession> arrived = calls.arrive(id);
        return arrived.isEmpty()
                ? new Answer(409, "dataset " + id + " is being backed up already")
                : begin(dataset, arrived.get(), patience);
    }

    private Answer begin(Dataset dataset, CallbackSession session, Duration patience) throws InterruptedException {
        Start start;
        try {
            start = runs.startNow(dataset, Trigger.BACKREST, new Refusal(session));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
        return switch (start) {
            case Start.Begun begun -> {
                LOG.infof("Backrest began a backup dataset=%s run=%s", dataset.id(), begun.run());
                yield answer(session.start(patience));
            }
            case Start.Busy busy -> {
                session.close();
                yield refused(dataset.id(), busy.reason());
            }
        };
    }

    /** Refuses Backrest's call when the run's attempt ends before the call was answered. */
    private record Refusal(CallbackSession session) implements RunEvents {

        @Override
        public void warned(RunRecord run, RunFailure failure) {
            session.close(String.valueOf(failure.getMessage()));
        }

        @Override
        public void ended(RunRecord run, Outcome outcome) {
            session.close(outcome.message().isEmpty() ? "the run has ended" : outcome.message());
        }
    }

    /** Answers Backrest, after the run's session has answered. */
    static Answer answer(Optional<String> refusal) {
        return refusal.map(reason -> new Answer(409, reason)).orElse(new Answer(200, "ready"));
    }

    static Answer refused(String dataset, String reason) {
        LOG.warnf("refused a backup that Backrest started dataset=%s reason=\"%s\"", dataset, reason);
        return new Answer(409, reason);
    }
}
