package io.slackwater.schedule;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps in maps what the journal keeps in tables; it outlives the decisions made with it, as the journal does. */
final class MapMemory implements ScheduleMemory {

    final Map<String, Instant> done = new HashMap<>();
    final Map<String, String> notes = new HashMap<>();
    int writes;

    @Override
    public Optional<Instant> lastDone(String what) {
        return Optional.ofNullable(done.get(what));
    }

    @Override
    public void done(String what, Instant at) {
        done.put(what, at);
    }

    @Override
    public Optional<String> note(String key) {
        return Optional.ofNullable(notes.get(key));
    }

    @Override
    public void note(String key, String value) {
        writes++;
        notes.put(key, value);
    }
}
