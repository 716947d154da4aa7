package io.slackwater.run;

import io.slackwater.journal.RunRecord;
import io.slackwater.trust.RunFailure;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Passes each event to the journal, and then to all other receivers. */
public final class RunListeners implements RunEvents {

    private static final Logger LOG = Logger.getLogger(RunListeners.class);

    private final RunEvents journal;
    private final List<RunEvents> others = new CopyOnWriteArrayList<>();

    RunListeners(RunEvents journal, RunEvents... others) {
        this.journal = journal;
        this.others.addAll(List.of(others));
    }

    /** Adds a receiver for all later events. */
    public void add(RunEvents receiver) {
        others.add(receiver);
    }

    @Override
    public void begun(RunRecord run) {
        pass(receiver -> receiver.begun(run));
    }

    @Override
    public void step(RunRecord run) {
        pass(receiver -> receiver.step(run));
    }

    @Override
    public void read(RunRecord run, long bytes) {
        pass(receiver -> receiver.read(run, bytes));
    }

    @Override
    public void warned(RunRecord run, RunFailure failure) {
        pass(receiver -> receiver.warned(run, failure));
    }

    @Override
    public void ended(RunRecord run, Outcome outcome) {
        pass(receiver -> receiver.ended(run, outcome));
    }

    private void pass(Consumer<RunEvents> event) {
        event.accept(journal);
        for (RunEvents other : others) {
            try {
                event.accept(other);
            } catch (RuntimeException e) {
                LOG.error("a listener to runs failed; the run continues", e);
            }
        }
    }
}
