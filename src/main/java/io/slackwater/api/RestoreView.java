package io.slackwater.api;

import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStep;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A restore as the API shows it.
 *
 * @param target the place in words: {@code database app_restored of workload shop-db}
 * @param state {@code RUNNING}, {@code SUCCEEDED} or {@code FAILED}
 * @param step the last step that began, a word of {@link RestoreStep}
 * @param ended null while the restore runs
 * @param message why the restore failed, how an interrupted restore was undone, or what differs from the snapshot; else
 *     empty
 * @param warning a known problem of the snapshot that does not prevent the restore; else null
 */
public record RestoreView(
        String id,
        String dataset,
        String snapshot,
        String target,
        String state,
        String step,
        Instant started,
        @Nullable Instant ended,
        String message,
        @Nullable String warning) {

    static RestoreView of(RestoreRecord restore) {
        return new RestoreView(
                restore.id(),
                restore.dataset(),
                restore.snapshot(),
                restore.target(),
                restore.state().name(),
                restore.step().name(),
                restore.started(),
                restore.ended().orElse(null),
                restore.message(),
                restore.warning().orElse(null));
    }
}
