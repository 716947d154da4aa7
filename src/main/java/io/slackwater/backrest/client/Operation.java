package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * An operation in Backrest's list. A later operation has a higher id. A queued operation disappears when a write of the
 * configuration drops it.
 *
 * @param id a number, as text
 * @param plan the id of the plan in Backrest
 * @param repository the id of the repository in Backrest
 * @param repositoryGuid the repository's restic id
 * @param started for a pending operation the planned time, which may be far in the future
 * @param ended empty while the operation is open
 * @param bytesDone bytes that a backup has read so far
 * @param snapshot the id of the snapshot that the operation made, removed or describes
 * @param message the error of Backrest or restic; may be empty
 * @param forgotten for {@link OperationKind#INDEX_SNAPSHOT}: whether Backrest knows that the snapshot was removed
 * @param raw the whole JSON
 */
public record Operation(
        String id,
        OperationKind kind,
        OperationStatus status,
        String plan,
        String repository,
        String repositoryGuid,
        Instant started,
        Optional<Instant> ended,
        long bytesDone,
        Optional<String> snapshot,
        String message,
        boolean forgotten,
        JsonNode raw) {

    /** Returns the id as a number. A later operation has a higher number. */
    public long number() {
        return Long.parseLong(id);
    }

    public static Operation of(JsonNode json) {
        OperationKind kind = OperationKind.of(json);
        JsonNode details = kind.details(json);
        return new Operation(
                json.path("id").asText(),
                kind,
                OperationStatus.of(json.path("status").asText()),
                json.path("planId").asText(),
                json.path("repoId").asText(),
                json.path("repoGuid").asText(),
                Instant.ofEpochMilli(json.path("unixTimeStartMs").asLong()),
                Optional.of(json.path("unixTimeEndMs").asLong())
                        .filter(end -> end != 0)
                        .map(Instant::ofEpochMilli),
                bytesDone(details.path("lastStatus")),
                Optional.of(json.path("snapshotId").asText()).filter(id -> !id.isEmpty()),
                json.path("displayMessage").asText(),
                details.path("forgot").asBoolean(),
                json);
    }

    private static long bytesDone(JsonNode lastStatus) {
        return lastStatus.has("summary")
                ? lastStatus.path("summary").path("totalBytesProcessed").asLong()
                : lastStatus.path("status").path("bytesDone").asLong();
    }

    /** Returns the progress of a backup. It stays equal while restic hangs and only repeats its status. */
    public Progress progress() {
        JsonNode now = kind.details(raw).path("lastStatus");
        return new Progress(
                status, bytesDone, now.path("status").path("filesDone").asLong(), now.has("summary"));
    }

    /**
     * The progress of a backup.
     *
     * @param whole whether restic has printed its summary, so that all data were read
     */
    public record Progress(OperationStatus status, long bytes, long files, boolean whole) {}

    /** Whether the operation is the dry run of a backup, which makes no snapshot. */
    public boolean dryRun() {
        return kind.details(raw).path("dryRun").asBoolean();
    }

    /** The address of the operation's log; empty when it has none. */
    public String log() {
        return raw.path("logref").asText();
    }

    /** Whether another Backrest reported this operation. It is not in the queue of this Backrest. */
    public boolean remote() {
        return !raw.path("originalInstanceKeyid").asText().isEmpty();
    }

    /** Whether the operation runs now, or is due before the given time. Backrest executes one operation at a time. */
    public boolean busyUntil(Instant horizon) {
        return switch (status) {
            case INPROGRESS -> true;
            case PENDING, UNKNOWN -> !started.isAfter(horizon);
            case SUCCESS, WARNING, ERROR, SYSTEM_CANCELLED, USER_CANCELLED -> false;
        };
    }
}
