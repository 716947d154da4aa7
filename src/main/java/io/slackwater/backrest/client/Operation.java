package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One entry of Backrest's log of operations. Ids only grow; a queued operation that a configuration write threw away is simply gone.
 *
 * @param id Backrest's number, as text
 * @param modno grows with every change of any operation
 * @param instance the Backrest it belongs to; another one's come in through synchronisation
 * @param repositoryGuid the repository's restic id
 * @param started for a pending operation the time it is due, which may lie far ahead
 * @param ended empty while it is not over
 * @param bytesDone what a backup has read until now, and in all when it has ended
 * @param snapshot the id of the snapshot that it made, forgot or describes
 * @param message why it failed, in Backrest's and restic's words; may be empty
 * @param errors what restic reported file by file
 * @param forgotten for {@link OperationKind#INDEX_SNAPSHOT}: Backrest knows that the snapshot is gone
 * @param raw the whole entry
 */
public record Operation(
        String id,
        long modno,
        OperationKind kind,
        OperationStatus status,
        String plan,
        String repository,
        String repositoryGuid,
        String instance,
        Instant started,
        Optional<Instant> ended,
        long bytesDone,
        Optional<String> snapshot,
        String message,
        List<String> errors,
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
        List<String> errors = new ArrayList<>();
        details.path("errors")
                .forEach(error -> errors.add((error.path("item").asText() + ": "
                                + error.path("message").asText())
                        .strip()));
        return new Operation(
                json.path("id").asText(),
                json.path("modno").asLong(),
                kind,
                OperationStatus.of(json.path("status").asText()),
                json.path("planId").asText(),
                json.path("repoId").asText(),
                json.path("repoGuid").asText(),
                json.path("instanceId").asText(),
                Instant.ofEpochMilli(json.path("unixTimeStartMs").asLong()),
                json.path("unixTimeEndMs").asLong() == 0
                        ? Optional.empty()
                        : Optional.of(
                                Instant.ofEpochMilli(json.path("unixTimeEndMs").asLong())),
                bytesDone(details.path("lastStatus")),
                Optional.of(json.path("snapshotId").asText()).filter(id -> !id.isEmpty()),
                json.path("displayMessage").asText(),
                List.copyOf(errors),
                details.path("forgot").asBoolean(),
                json);
    }

    private static long bytesDone(JsonNode lastStatus) {
        return lastStatus.has("summary")
                ? lastStatus.path("summary").path("totalBytesProcessed").asLong()
                : lastStatus.path("status").path("bytesDone").asLong();
    }

    /** What has been done. Unlike {@link #modno} it stays the same while restic only repeats that it is there, as one does that hangs. */
    public Progress progress() {
        JsonNode now = kind.details(raw).path("lastStatus");
        return new Progress(
                status, bytesDone, now.path("status").path("filesDone").asLong(), errors.size(), now.has("summary"));
    }

    /** @param whole whether restic has said what it did in all */
    public record Progress(OperationStatus status, long bytes, long files, int errors, boolean whole) {}

    /** Whether restic only tells what it would store: such a backup makes no snapshot. */
    public boolean dryRun() {
        return kind.details(raw).path("dryRun").asBoolean();
    }

    /** Whether it is another Backrest's, which synchronisation shows here. It is not in this one's queue. */
    public boolean remote() {
        return !raw.path("originalInstanceKeyid").asText().isEmpty();
    }

    /** Whether it is running, or queued and due at that time: such an operation holds or will hold Backrest's one serial loop. */
    public boolean busyUntil(Instant horizon) {
        return switch (status) {
            case INPROGRESS -> true;
            case PENDING, UNKNOWN -> !started.isAfter(horizon);
            case SUCCESS, WARNING, ERROR, SYSTEM_CANCELLED, USER_CANCELLED -> false;
        };
    }
}
