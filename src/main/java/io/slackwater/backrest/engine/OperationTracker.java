package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.repository.Failure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides from Backrest's operations how one backup goes on: {@code UNCLAIMED → CLAIMED}, and from both to an end. A
 * backup is claimed when Backrest has called and may read. An unclaimed backup has read nothing: it can be submitted
 * again, or be withdrawn so that Slackwater's own restic makes it. A claimed backup ends only with its operation or by
 * a timeout. Loss prevented: two backups of one dataset at once, and a run that waits forever for a vanished operation.
 * Times are nanoseconds of a clock with any origin.
 */
final class OperationTracker {

    /**
     * The limits of one backup.
     *
     * @param queue how long a backup may wait until Backrest begins it
     * @param blind how long Backrest may not answer before an unclaimed backup is withdrawn
     * @param silence how long a claimed backup may make no progress
     */
    record Bounds(Duration queue, Duration blind, Duration silence) {}

    /** What the caller must do next. */
    sealed interface Step {

        record Wait() implements Step {}

        record Submit() implements Step {}

        /**
         * Cancel the operation, and let Slackwater's own restic make the backup. Nothing was read.
         *
         * @param missed whether Backrest refused the backup, or its operation failed, before Backrest called Slackwater
         */
        record Withdraw(String reason, boolean missed) implements Step {}

        record Stored(Operation operation) implements Step {}

        /**
         * End with a failure. Nothing usable was stored.
         *
         * @param canPass whether a retry can succeed
         * @param snapshot an unusable snapshot that was stored nevertheless
         */
        record Failed(Failure failure, String reason, Optional<String> snapshot) implements Step {}
    }

    /**
     * After this many submissions that Backrest answered with an error and without an operation, the backup is
     * withdrawn. The first one may come before Backrest has a new plan. Loss prevented: while Backrest's disk is full,
     * each backup would wait for {@code limits.queueLimit}.
     */
    private static final int REFUSALS = 2;

    /**
     * After this many polls without the operation it counts as vanished. Loss prevented: two backups, because a poll
     * may come before the operation is queued.
     */
    private static final int MISSES = 10;

    private static final Step WAIT = new Step.Wait();

    private final String plan;
    private final Bounds bounds;
    private final long before;
    private final long begin;
    private int submitted;
    private int misses;
    private long lastProgress;
    private long given;
    private long lastPoll;
    private boolean claimed;
    private String blindness = "";
    private Optional<BackrestException> returned = Optional.empty();
    private int pollsSinceReturn;
    private Optional<Operation> operation = Optional.empty();

    /** @param before the id of the plan's last operation that is not part of this backup; -1 for none */
    OperationTracker(String plan, Bounds bounds, long before, long now) {
        this.plan = plan;
        this.bounds = bounds;
        this.before = before;
        this.begin = now;
        this.lastProgress = now;
        this.lastPoll = now;
    }

    void submitted() {
        submitted++;
        misses = 0;
        returned = Optional.empty();
    }

    /** Records that Backrest called and may read. */
    void claimed(long now) {
        claimed = true;
        lastProgress = now;
        misses = 0;
        operation = operation.filter(known -> !known.status().ended());
    }

    /**
     * Records how many bytes of the dump Backrest has read. Loss prevented: a slow dump would be ended, because restic
     * reports no progress for it.
     */
    void given(long bytes, long now) {
        if (bytes != given) {
            given = bytes;
            lastProgress = now;
        }
    }

    boolean isClaimed() {
        return claimed;
    }

    /** Returns the tracked operation; empty while it is unknown. */
    Optional<Operation> operation() {
        return operation;
    }

    /** Records that the request that submitted the backup ended or failed. */
    void returned(Optional<BackrestException> failure) {
        returned = failure;
        pollsSinceReturn = 0;
    }

    /** Records that a poll failed. */
    void blind(String reason) {
        blindness = reason;
    }

    /** Records the plan's newest operations. */
    void polled(List<Operation> operations, long now) {
        blindness = "";
        pollsSinceReturn++;
        lastPoll = now;
        List<Operation> mine = operations.stream()
                .filter(one -> one.kind() == OperationKind.BACKUP && !one.dryRun() && one.number() > before)
                .sorted(Comparator.comparingLong(Operation::number))
                .toList();
        Optional<Operation> next = chosen(mine);
        if (next.isEmpty()) {
            misses++;
            return;
        }
        misses = 0;
        if (!next.map(Operation::id).equals(operation.map(Operation::id))
                || !next.map(Operation::progress).equals(operation.map(Operation::progress))) {
            lastProgress = now;
        }
        operation = next;
    }

    private boolean vanished() {
        return misses >= MISSES;
    }

    /** Chooses the operation to track: a running one, else a queued one, else the newest ended one. */
    private Optional<Operation> chosen(List<Operation> mine) {
        if (claimed && operation.isPresent()) {
            String known = operation.get().id();
            return mine.stream().filter(one -> one.id().equals(known)).findFirst();
        }
        Optional<Operation> running = mine.stream()
                .filter(one -> one.status() == OperationStatus.INPROGRESS)
                .reduce((older, newer) -> newer);
        Optional<Operation> open =
                mine.stream().filter(one -> !claimed && !one.status().ended()).findFirst();
        return running.or(() -> open).or(() -> mine.stream().reduce((older, newer) -> newer));
    }

    Step step(long now) {
        return claimed ? claimedStep(now) : unclaimedStep(now);
    }

    private Step unclaimedStep(long now) {
        Optional<Operation> known = operation.filter(one -> !vanished());
        if (known.isPresent() && known.get().status().ended()) {
            return ended(known.get());
        }
        if (past(begin, bounds.queue(), now)) {
            return new Step.Withdraw(
                    "Backrest did not begin the backup within %d s (limits.queueLimit); it runs one operation at a time"
                            .formatted(bounds.queue().toSeconds()),
                    false);
        }
        if (!blindness.isEmpty()) {
            return past(lastPoll, bounds.blind(), now)
                    ? new Step.Withdraw("Backrest does not answer: " + blindness, false)
                    : WAIT;
        }
        Optional<BackrestException> refused = returned.filter(failure -> pollsSinceReturn > 1);
        if (known.isPresent() || refused.isEmpty() && !vanished()) {
            return WAIT;
        }
        operation = Optional.empty();
        return refused.isPresent() && submitted >= REFUSALS
                ? new Step.Withdraw(
                        "Backrest queued no backup of plan " + plan + ": "
                                + refused.get().getMessage(),
                        true)
                : new Step.Submit();
    }

    private Step claimedStep(long now) {
        if (operation.isPresent() && operation.get().status().ended()) {
            return ended(operation.get());
        }
        if (past(lastProgress, bounds.silence(), now)) {
            return failed("Backrest's backup of plan %s made no progress for %d s%s"
                    .formatted(
                            plan,
                            bounds.silence().toSeconds(),
                            blindness.isEmpty() ? "" : ". Backrest does not answer: " + blindness));
        }
        if (blindness.isEmpty() && vanished()) {
            return failed("Backrest's backup of plan " + plan + " is no longer in Backrest's list of operations");
        }
        return WAIT;
    }

    private Step ended(Operation ended) {
        String said = said(ended);
        OperationStatus status = ended.status();
        if (status == OperationStatus.USER_CANCELLED) {
            return failed(Failure.CANCELLED, "the backup was cancelled in Backrest" + said);
        }
        if (status == OperationStatus.WARNING) {
            return failed("restic could not read everything, so the snapshot is discarded" + said);
        }
        boolean success = status == OperationStatus.SUCCESS;
        if (success && !claimed) {
            return failed("Backrest stored plan " + plan
                    + " without calling Slackwater, so the snapshot may be inconsistent; the plan in Backrest"
                    + " lacks Slackwater's hooks or stream");
        }
        if (success && ended.snapshot().isPresent()) {
            return new Step.Stored(ended);
        }
        String reason = "Backrest's backup of plan " + plan + (success ? " ended without a snapshot" : " failed")
                + (claimed ? "" : " before it asked Slackwater for the data") + said;
        return claimed || ended.snapshot().isPresent() ? failed(reason) : new Step.Withdraw(reason, true);
    }

    private Step failed(String reason) {
        return failed(Failure.ELSEWHERE, reason);
    }

    private Step failed(Failure failure, String reason) {
        return new Step.Failed(failure, reason, operation.flatMap(Operation::snapshot));
    }

    private static String said(Operation ended) {
        String message = ended.message().strip();
        return message.isEmpty() ? "" : ": " + message;
    }

    private static boolean past(long since, Duration bound, long now) {
        return now - since >= bound.toNanos();
    }
}
