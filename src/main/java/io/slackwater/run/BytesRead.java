package io.slackwater.run;

import io.slackwater.journal.RunRecord;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The number of bytes that restic has read for each open run, for the API. */
final class BytesRead implements RunEvents {

    private final Map<String, Long> open = new ConcurrentHashMap<>();

    @Override
    public void begun(RunRecord run) {
        open.put(run.id(), 0L);
    }

    /** Ignores a late report about an ended run. */
    @Override
    public void bytes(RunRecord run, long done) {
        open.replace(run.id(), done);
    }

    @Override
    public void ended(RunRecord run, Outcome outcome) {
        open.remove(run.id());
    }

    Optional<Long> of(String run) {
        return Optional.ofNullable(open.get(run));
    }
}
