package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.repository.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides from Backrest's operations how one backup goes on: {@code UNCLAIMED → CLAIMED}, and from both to an end. A
 * backup is claimed when Backrest has called and may read. An unclaimed backup has read nothing. It can be submitted
 * again, or be withdrawn so that Slackwater's own restic makes it. A claimed backup ends only with its operation or by
 * a timeout. Loss prevented: two backups of one dataset would run at once, or a run would wait forever. Times are
 * nanoseconds of a clock with any origin.
 */
final class OperationTracker {

    /**
     * The limits of one backup.
     *
     * @param queue how long a backup may wait until Backrest begins it
     * @param silence how long a claimed backup may make no progress
     */
    record Bounds(Duration queue, Duration silence) {}

    /** What the caller must do next. */
    sealed interface Step {

        record Wait() implements Step {}

        record Submit() implements Step {}

        /** Cancel the operation, and let Slackwater's own restic make the backup. Nothing was read. */
        record Withdraw(String reason) implements Step {}

        /** As {@link Withdraw}: Backrest refused the backup, or its operation failed, without a call to Slackwater. */
        record Missed(String reason) implements Step {}

        record Stored(Operation operation) implements Step {}

        /**
         * End with a failure. Nothing usable was stored.
         *
         * @param snapshot an unusable snapshot that was stored nevertheless
         */
        record Failed(Failure failure, String reason, Optional<String> snapshot) implements Step {}
    }

    /**
     * After this many refused submissions the backup is withdrawn. The first one may come before Backrest has a new
     * plan. Loss prevented: while Backrest's disk is full, each backup would wait for {@code limits.queueLimit}, and a
     * night's backups would not end.
     */
    private static final int REFUSALS = 2;

    /**
     * After this many polls without the operation it counts as vanished. Loss prevented: a poll may come before the
     * operation is queued, and two backups would run.
     */
    private static final int MISSES = 10;

    /**
     * The number of polls without the operation after which a refused submission has failed. One poll is not enough,
     * because it may have begun before the refusal. Loss prevented: a refused backup would wait until {@code
     * limits.queueLimit}, and the refusal would raise no alarm.
     */
    private static final int MISSES_AFTER_REFUSAL = 2;

    /**
     * Without an answered poll for this long an unclaimed backup is withdrawn. Loss prevented: while Backrest hangs or
     * is down, each backup would wait for {@code limits.queueLimit}.
     */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    private static final Step WAIT = new Step.Wait();

    private final String plan;
    private final Bounds bounds;
    private final long before;
    private final long begin;
    private int submitted;
    private int misses;
    private long lastAnswer;
    private long lastProgress;
    private long given;
    private boolean claimed;
    private Optional<BackrestException> refusal = Optional.empty();
    private Optional<Operation> operation = Optional.empty();

    /** @param before the id of the plan's last operation that is not part of this backup; -1 for none */
    OperationTracker(String plan, Bounds bounds, long before, long now) {
        this.plan = plan;
        this.bounds = bounds;
        this.before = before;
        this.begin = now;
        this.lastAnswer = now;
        this.lastProgress = now;
    }

    void submitted() {
        submitted++;
        misses = 0;
        refusal = Optional.empty();
        operation = Optional.empty();
    }

    /** Records that the request that submitted the backup failed. */
    void refused(BackrestException reason) {
        refusal = Optional.of(reason);
        misses = 0;
    }

    /** Records that Backrest called and may read. */
    void claimed(long now) {
        claimed = true;
        lastProgress = now;
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

    /** @param operations the plan's newest operations, oldest first */
    void polled(List<Operation> operations, long now) {
        lastAnswer = now;
        Optional<Operation> next = chosen(operations.stream()
                .filter(one -> one.kind() == OperationKind.BACKUP && !one.dryRun() && one.number() > before)
                .toList());
        if (next.isEmpty()) {
            misses++;
            return;
        }
        misses = 0;
        if (!next.map(Operation::progress).equals(operation.map(Operation::progress))) {
            lastProgress = now;
        }
        operation = next;
    }

    /**
     * Chooses the known operation of a claimed backup. Otherwise chooses the running one, the first queued one or the
     * newest ended one. Loss prevented: a second backup of the plan would end this backup, and this backup's snapshot
     * would get no verdict.
     */
    private Optional<Operation> chosen(List<Operation> mine) {
        if (claimed && operation.isPresent()) {
            String known = operation.get().id();
            return first(mine, one -> one.id().equals(known));
        }
        return first(mine, one -> one.status() == OperationStatus.INPROGRESS)
                .or(() -> first(mine, one -> !one.status().ended()))
                .or(() -> first(mine.reversed(), one -> true));
    }

    private static Optional<Operation> first(List<Operation> operations, Predicate<Operation> wanted) {
        return operations.stream().filter(wanted).findFirst();
    }

    Step step(long now) {
        Optional<Operation> ended = operation.filter(one -> one.status().ended());
        if (ended.isPresent()) {
            return ended(ended.get());
        }
        return claimed ? claimedStep(now) : unclaimedStep(now);
    }

    private Step unclaimedStep(long now) {
        if (past(begin, bounds.queue(), now)) {
            return new Step.Withdraw(
                    "Backrest did not begin the backup within %d s (limits.queueLimit); it runs one operation at a time"
                            .formatted(bounds.queue().toSeconds()));
        }
        if (past(lastAnswer, ANSWERS_WITHIN, now)) {
            return new Step.Withdraw("Backrest has not answered for %d s".formatted(ANSWERS_WITHIN.toSeconds()));
        }
        if (misses < (refusal.isPresent() ? MISSES_AFTER_REFUSAL : MISSES)) {
            return WAIT;
        }
        return refusal.isPresent() && submitted >= REFUSALS
                ? new Step.Missed("Backrest queued no backup of plan " + plan + ": "
                        + refusal.get().getMessage())
                : new Step.Submit();
    }

    private Step claimedStep(long now) {
        return past(lastProgress, bounds.silence(), now)
                ? new Step.Failed(
                        Failure.ELSEWHERE,
                        "Backrest's backup of plan %s made no progress for %d s"
                                .formatted(plan, bounds.silence().toSeconds()),
                        operation.flatMap(Operation::snapshot))
                : WAIT;
    }

    private Step ended(Operation ended) {
        Optional<String> snapshot = ended.snapshot();
        if (ended.status() == OperationStatus.SUCCESS && claimed && snapshot.isPresent()) {
            return new Step.Stored(ended);
        }
        String message = ended.message().strip();
        String reason = "Backrest's backup of plan %s ended with status %s and %s%s%s"
                .formatted(
                        plan,
                        ended.status(),
                        snapshot.map(id -> "snapshot " + id).orElse("no snapshot"),
                        claimed ? "" : ", and did not ask Slackwater for the data",
                        message.isEmpty() ? "" : ": " + message);
        if (ended.status() == OperationStatus.USER_CANCELLED) {
            return new Step.Failed(Failure.CANCELLED, reason, snapshot);
        }
        return claimed || snapshot.isPresent()
                ? new Step.Failed(Failure.ELSEWHERE, reason, snapshot)
                : new Step.Missed(reason);
    }

    private static boolean past(long since, Duration bound, long now) {
        return now - since >= bound.toNanos();
    }
}
