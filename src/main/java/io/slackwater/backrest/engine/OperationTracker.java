package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.journal.BackrestState.MissedCause;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tracks Backrest's operation for one backup: {@code UNCLAIMED → CLAIMED}, and from both to an end. An unclaimed backup has read
 * nothing: it may be submitted again, or withdrawn and made by the embedded engine. A claimed backup ends only by its operation's
 * status or a timeout. Prevents two backups of one dataset at once, and a run that waits forever for a vanished operation. Times
 * are nanoseconds of any one clock.
 */
public final class OperationTracker {

    /**
     * @param queue how long a backup may wait until Backrest begins it
     * @param appear an operation that no look has shown for this long has vanished
     * @param blind how long Backrest may not answer before an unclaimed backup is given up
     * @param silence how long a claimed one may not get further
     * @param submissions how often it is submitted at most
     */
    public record Bounds(Duration queue, Duration appear, Duration blind, Duration silence, int submissions) {}

    /** The next step of the backup. */
    public sealed interface Step {

        record Wait() implements Step {}

        record Submit() implements Step {}

        /**
         * Nothing was read: cancel the operation, then let the next engine make the backup.
         *
         * @param missed why Backrest's own backup failed, or was lost, before Backrest called
         */
        record Withdraw(String reason, Optional<MissedCause> missed) implements Step {
            Withdraw(String reason) {
                this(reason, Optional.empty());
            }
        }

        record Stored(Operation operation) implements Step {}

        /**
         * @param canPass whether trying again can help
         * @param snapshot what was stored all the same
         * @param over whether Backrest itself said that it ended
         */
        record Failed(String reason, boolean canPass, Optional<String> snapshot, boolean over) implements Step {}
    }

    /** Submissions that Backrest may answer with an error without queueing anything. */
    private static final int REFUSALS = 2;

    /** Polls without the operation before it counts as vanished: one poll can begin before the operation is queued. */
    private static final int MISSES = 3;

    /** Backrest applies a written configuration a moment after its answer. */
    private static final Duration APPLIES = Duration.ofSeconds(2);

    private static final Step WAIT = new Step.Wait();

    private final String plan;
    private final Bounds bounds;
    private final long before;
    private final long begin;
    private int submitted;
    private int misses;
    private long firstMiss;
    private long lastNews;
    private long given;
    private long lastLook;
    private boolean claimed;
    private String blindness = "";
    private Optional<BackrestException> returned = Optional.empty();
    private int looksSinceReturn;
    private OptionalLong unknownSince = OptionalLong.empty();
    private boolean askedAgain;
    private @Nullable Operation operation;

    /** @param before the id of the plan's newest operation before it was submitted; -1 for none, or when Backrest began by itself */
    public OperationTracker(String plan, Bounds bounds, long before, long now) {
        this.plan = plan;
        this.bounds = bounds;
        this.before = before;
        this.begin = now;
        this.lastNews = now;
        this.lastLook = now;
    }

    public void submitted() {
        submitted++;
        misses = 0;
        returned = Optional.empty();
    }

    /** Backrest called and was accepted. */
    void claimed(long now) {
        claimed = true;
        lastNews = now;
        misses = 0;
        if (operation != null && operation.status().ended()) {
            operation = null;
        }
    }

    /** Bytes given to the reader: while they grow, the backup makes progress. */
    void given(long bytes, long now) {
        if (bytes != given) {
            given = bytes;
            lastNews = now;
        }
    }

    boolean isClaimed() {
        return claimed;
    }

    /** The tracked operation while Backrest answers and works on it. */
    Optional<Operation> running() {
        return operation()
                .filter(known -> blindness.isEmpty() && !known.status().ended());
    }

    /** The tracked operation; empty while it is unknown. */
    public Optional<Operation> operation() {
        return Optional.ofNullable(operation);
    }

    void returned(Optional<BackrestException> failure) {
        returned = failure;
        looksSinceReturn = 0;
    }

    void blind(String reason) {
        blindness = reason;
    }

    public void look(List<Operation> operations, long now) {
        blindness = "";
        looksSinceReturn++;
        lastLook = now;
        List<Operation> mine = operations.stream()
                .filter(one -> one.kind() == OperationKind.BACKUP && !one.dryRun() && one.number() > before)
                .sorted(Comparator.comparingLong(Operation::number))
                .toList();
        Optional<Operation> next = chosen(mine);
        if (next.isEmpty()) {
            firstMiss = misses == 0 ? now : firstMiss;
            misses++;
            return;
        }
        misses = 0;
        Operation known = operation;
        if (known == null
                || !known.id().equals(next.get().id())
                || !known.progress().equals(next.get().progress())) {
            lastNews = now;
        }
        operation = next.get();
    }

    /** Counts only polls with an answer. */
    private boolean vanished() {
        return misses >= MISSES && past(firstMiss, bounds.appear(), lastLook);
    }

    /** A running operation comes first, then a queued one, then the newest ended one. */
    private Optional<Operation> chosen(List<Operation> mine) {
        Operation known = operation;
        if (claimed && known != null) {
            return mine.stream().filter(one -> one.id().equals(known.id())).findFirst();
        }
        Optional<Operation> running = mine.stream()
                .filter(one -> one.status() == OperationStatus.INPROGRESS)
                .reduce((older, newer) -> newer);
        Optional<Operation> open =
                mine.stream().filter(one -> !one.status().ended()).findFirst();
        return running.or(() -> claimed ? Optional.empty() : open)
                .or(() -> mine.isEmpty() ? Optional.empty() : Optional.of(mine.getLast()));
    }

    public Step step(long now) {
        return claimed ? claimedStep(now) : unclaimedStep(now);
    }

    private Step unclaimedStep(long now) {
        if (returned.filter(failure -> failure.reason() == BackrestException.Reason.NOT_FOUND)
                .isPresent()) {
            return unknown(now);
        }
        Operation known = operation;
        boolean there = known != null && !vanished();
        if (known != null && there && known.status().ended()) {
            return ended(known);
        }
        if (past(begin, bounds.queue(), now)) {
            return new Step.Withdraw("Backrest did not begin the backup within " + seconds(bounds.queue())
                    + " (limits.queueLimit); it does one thing at a time" + answered());
        }
        if (!blindness.isEmpty()) {
            return past(lastLook, bounds.blind(), now)
                    ? new Step.Withdraw("Backrest does not answer: " + blindness)
                    : WAIT;
        }
        boolean refused = looksSinceReturn > 1
                && returned.filter(OperationTracker::answer).isPresent();
        if (!there && (refused || vanished())) {
            operation = null;
            return submitted < (refused ? REFUSALS : bounds.submissions())
                    ? new Step.Submit()
                    : new Step.Withdraw(
                            "the backup vanished from Backrest's queue " + submitted + " times" + answered(),
                            Optional.of(MissedCallbacks.cause(answered())));
        }
        return WAIT;
    }

    /** The plan is in the configuration, so Backrest has not applied the configuration yet. */
    private Step unknown(long now) {
        unknownSince = unknownSince.isPresent() ? unknownSince : OptionalLong.of(now);
        if (!past(unknownSince.getAsLong(), APPLIES, now)) {
            return WAIT;
        }
        if (!askedAgain) {
            askedAgain = true;
            return new Step.Submit();
        }
        return new Step.Withdraw(
                "Backrest did not take over its own configuration: it does not know plan " + plan
                        + ", which stands there",
                Optional.of(MissedCause.NOT_APPLIED));
    }

    /** Whether Backrest itself answered with an error. */
    private static boolean answer(BackrestException failure) {
        return failure.reason() == BackrestException.Reason.FAILED
                || failure.reason() == BackrestException.Reason.REFUSED;
    }

    /** The answer to the submission, for messages. */
    private String answered() {
        return returned.map(failure -> "; it answered: " + failure.getMessage()).orElse("");
    }

    private Step claimedStep(long now) {
        Operation known = operation;
        if (known != null && known.status().ended()) {
            return ended(known);
        }
        if (past(lastNews, bounds.silence(), now)) {
            String why = blindness.isEmpty()
                    ? "Backrest's backup of plan " + plan + " did not get further for " + seconds(bounds.silence())
                    : "Backrest does not answer since it began the backup of plan " + plan + ": " + blindness;
            return failed(why, true, Optional.empty(), false);
        }
        if (blindness.isEmpty() && vanished()) {
            return failed(
                    "Backrest has no running backup of plan " + plan + " any more, and no word of its end",
                    true,
                    Optional.empty(),
                    false);
        }
        return WAIT;
    }

    private Step ended(Operation ended) {
        String said = said(ended);
        if (!claimed
                && ended.snapshot().isEmpty()
                && (ended.status() == OperationStatus.ERROR || ended.status() == OperationStatus.SYSTEM_CANCELLED)) {
            // It never called us, so nothing was read: what keeps it from that would keep it from it the next time,
            // too.
            boolean error = ended.status() == OperationStatus.ERROR;
            return new Step.Withdraw(
                    "Backrest's backup of plan " + plan + (error ? " failed" : " was ended by Backrest itself")
                            + " before it asked Slackwater for the data" + said,
                    error ? Optional.of(MissedCallbacks.cause(said)) : Optional.empty());
        }
        return switch (ended.status()) {
            case SUCCESS -> success(ended);
            case WARNING ->
                failed(
                        "restic could not read everything, so the snapshot is discarded" + said,
                        true,
                        ended.snapshot(),
                        true);
            case USER_CANCELLED -> failed("the backup was cancelled in Backrest" + said, false, ended.snapshot(), true);
            case ERROR, SYSTEM_CANCELLED, PENDING, INPROGRESS, UNKNOWN ->
                failed(
                        "Backrest's backup of plan " + plan + " failed"
                                + (claimed ? "" : " before it asked Slackwater for the data") + said,
                        true,
                        ended.snapshot(),
                        true);
        };
    }

    private Step success(Operation ended) {
        if (!claimed) {
            return failed(
                    "Backrest stored plan " + plan
                            + " without asking for it, so nobody made sure that it was consistent;"
                            + " the plan in Backrest lacks Slackwater's hooks or stream",
                    true,
                    ended.snapshot(),
                    true);
        }
        return ended.snapshot().isEmpty()
                ? failed(
                        "Backrest's backup of plan " + plan + " ended without a snapshot", true, Optional.empty(), true)
                : new Step.Stored(ended);
    }

    private static Step failed(String reason, boolean canPass, Optional<String> snapshot, boolean over) {
        return new Step.Failed(reason, canPass, snapshot, over);
    }

    private static String said(Operation ended) {
        String message = ended.message().strip();
        String errors = String.join("; ", ended.errors());
        String all = message.isEmpty() ? errors : message;
        return all.isEmpty() ? "" : ": " + all;
    }

    private static boolean past(long since, Duration bound, long now) {
        return now - since >= bound.toNanos();
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + " s";
    }
}
