package io.slackwater.restore;

import java.time.Instant;
import java.util.Optional;

/**
 * One restore as it stands.
 *
 * @param target where to, in words: {@code database app_restored of workload shop-db}
 * @param warning what is to be known of its snapshot although the restore goes on; empty when nothing
 */
public record RestoreStatus(
        String id,
        String dataset,
        String snapshot,
        String target,
        State state,
        Instant started,
        Optional<Instant> ended,
        String message,
        Optional<String> warning) {

    /** How far it is. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED
    }
}
