package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.journal.JournalException;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunListenersTest {

    private final List<String> heard = new ArrayList<>();
    private boolean full;

    /** Records the received events under the listener's name. The journal can be full. */
    private final class Noting implements RunEvents {

        private final String name;

        Noting(String name) {
            this.name = name;
        }

        private void note(String event) {
            if (full && name.equals("journal") && !event.equals("LEFT_OPEN")) {
                throw new JournalException("the disk is full", new IOException());
            }
            heard.add(name + " " + event);
            if (name.equals("broken")) {
                throw new IllegalStateException("a bug in a receiver");
            }
        }

        @Override
        public void begun(RunRecord run) {
            note("begun");
        }

        @Override
        public void step(RunRecord run) {
            note(run.state().name());
        }

        @Override
        public void ended(RunRecord run, Outcome outcome) {
            note(outcome == Outcome.LEFT_OPEN ? "LEFT_OPEN" : outcome.state().name());
        }
    }

    private OngoingRun run() {
        RunListeners all = new RunListeners(new Noting("journal"), new Noting("broken"));
        all.add(new Noting("metrics"));
        return OngoingRun.begin(all, Clock.systemUTC(), "r1", Environments.CACHE, "set", Trigger.API);
    }

    @Test
    void theJournalReceivesEveryEventFirstAndAFailingListenerDisturbsNoOther() {
        OngoingRun run = run();
        run.capturing();
        run.ended(Outcome.CANCELLED);
        assertThat(heard)
                .containsExactly(
                        "journal begun",
                        "broken begun",
                        "metrics begun",
                        "journal CAPTURING",
                        "broken CAPTURING",
                        "metrics CAPTURING",
                        "journal CANCELLED",
                        "broken CANCELLED",
                        "metrics CANCELLED");
        assertThat(run.record().state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void aStepThatTheJournalRefusesIsNotRunAndTheRunStaysOpen() {
        OngoingRun run = run();
        full = true;
        heard.clear();
        assertThatThrownBy(run::capturing).isInstanceOf(JournalException.class);
        assertThat(heard).isEmpty();
        run.ended(Outcome.CANCELLED);
        assertThat(heard).containsExactly("journal LEFT_OPEN", "broken LEFT_OPEN", "metrics LEFT_OPEN");
        assertThat(run.record().state().ended())
                .as("the next start of Slackwater ends it")
                .isFalse();
    }
}
