package io.slackwater.schedule;

import io.slackwater.journal.Journal;
import java.time.Instant;
import java.util.Optional;

/** What the schedule keeps over a restart. The methods are those of the {@link Journal}. */
public interface ScheduleMemory {

    Optional<Instant> lastDone(String what);

    void done(String what, Instant at);

    Optional<String> note(String key);

    void note(String key, String value);

    /** Keeps it in the journal. */
    static ScheduleMemory in(Journal journal) {
        return new ScheduleMemory() {
            @Override
            public Optional<Instant> lastDone(String what) {
                return journal.lastDone(what);
            }

            @Override
            public void done(String what, Instant at) {
                journal.done(what, at);
            }

            @Override
            public Optional<String> note(String key) {
                return journal.note(key);
            }

            @Override
            public void note(String key, String value) {
                journal.note(key, value);
            }
        };
    }
}
