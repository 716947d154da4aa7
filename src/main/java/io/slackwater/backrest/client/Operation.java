package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One operation in Backrest's log. Ids only grow; a queued operation that a configuration write dropped vanishes.
 *
 * @param id a number, as text
 * @param repositoryGuid the repository's restic id
 * @param started a pending operation's due time, which may lie far ahead
 * @param ended empty while the operation is open
 * @param bytesDone bytes that a backup has read so far
 * @param snapshot the id of the snapshot that the operation made, forgot or describes
 * @param message the error of Backrest or restic; may be empty
 * @param forgotten for {@link OperationKind#INDEX_SNAPSHOT}: Backrest knows that the snapshot is gone
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

    /**
     * The id as a number: a later operation has a higher one.
     *
     * @throws IllegalStateException Backrest gave an id that is no number
     */
    public long number() {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("Backrest's operation has no number: " + id, e);
        }
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

    /** The progress so far. It does not change while restic hangs and only repeats its status. */
    public Progress progress() {
        JsonNode now = kind.details(raw).path("lastStatus");
        return new Progress(
                status, bytesDone, now.path("status").path("filesDone").asLong(), now.has("summary"));
    }

    /** @param whole whether restic has printed its summary */
    public record Progress(OperationStatus status, long bytes, long files, boolean whole) {}

    /** Whether the backup is a dry run, which makes no snapshot. */
    public boolean dryRun() {
        return kind.details(raw).path("dryRun").asBoolean();
    }

    /** Whether the operation belongs to another Backrest. It is not in this Backrest's queue. */
    public boolean remote() {
        return !raw.path("originalInstanceKeyid").asText().isEmpty();
    }

    /** Whether the operation runs, or is due until then. Such an operation occupies Backrest's only worker. */
    public boolean busyUntil(Instant horizon) {
        return switch (status) {
            case INPROGRESS -> true;
            case PENDING, UNKNOWN -> !started.isAfter(horizon);
            case SUCCESS, WARNING, ERROR, SYSTEM_CANCELLED, USER_CANCELLED -> false;
        };
    }
}
