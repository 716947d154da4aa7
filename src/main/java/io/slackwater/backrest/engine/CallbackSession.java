package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Backrest's calls for one backup of one dataset, and their way to the run's thread: {@code EXPECTED → OPEN → CLOSED}. Callers are
 * answered by the run's own thread, so that a call that was not answered with yes is provably none that anything was read for.
 */
public final class CallbackSession implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CallbackSession.class);

    /** What a caller is told. */
    public sealed interface Answer {

        /** The dataset can be read now. */
        record Accepted() implements Answer {}

        /** @param reason for Backrest's page */
        record Refused(String reason) implements Answer {}
    }

    /** What the run's thread hears. */
    sealed interface Event {

        /** Backrest wants to read. Answer it in any case. */
        record Start(CompletableFuture<Answer> answer) implements Event {}

        /** Backrest has read. */
        record End(CompletableFuture<Answer> answer) implements Event {}

        /** What Backrest knows of the plan's newest operations. */
        record Look(List<Operation> operations) implements Event {}

        record Blind(BackrestException reason) implements Event {}

        /** Backrest called, and was refused before the call came here. */
        record Forbidden(String reason) implements Event {}

        /** The call that submitted the backup came back: by an end, or by an error. */
        record Returned(Optional<BackrestException> failure) implements Event {}
    }

    private final String dataset;
    private final boolean arrived;
    private final Consumer<CallbackSession> whenClosed;
    private final BlockingQueue<Event> inbox = new LinkedBlockingQueue<>();
    private volatile @Nullable CompletableFuture<Answer> first;
    private boolean closed;

    CallbackSession(String dataset, boolean arrived, Consumer<CallbackSession> whenClosed) {
        this.dataset = dataset;
        this.arrived = arrived;
        this.whenClosed = whenClosed;
    }

    /** Whether Backrest called before any run expected it. */
    boolean arrived() {
        return arrived;
    }

    /** The first call, which arrived before its run. A run that comes too late finds it given up. */
    void ring(Duration patience) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        first = answer;
        CompletableFuture<Answer> unused = answer.completeOnTimeout(
                new Answer.Refused("the run for it did not begin within " + patience.toSeconds() + " s"),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        assert unused == answer;
        inbox.add(new Event.Start(answer));
    }

    /** Waits for the answer to the call that arrived. */
    public Answer answer(Duration patience) throws InterruptedException {
        CompletableFuture<Answer> ringing = first;
        return ringing == null ? new Answer.Refused("nobody called") : await(ringing, patience);
    }

    /** Asks for the dataset to be made readable, and waits until it is. */
    public Answer start(Duration patience) throws InterruptedException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        return post(new Event.Start(answer)) ? await(answer, patience) : closedAnswer();
    }

    /**
     * Tells that nothing is read any more, and waits until that is done.
     *
     * @return refused with the reason when what was read broke off
     */
    public Answer end(Duration patience) throws InterruptedException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (!post(new Event.End(answer))) {
            return new Answer.Accepted();
        }
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The caller has read all that it wanted; its run tells what becomes of it.
            LOG.warnf(
                    "the end of what Backrest read was not settled within %d s, it is told nothing dataset=%s reason=\"%s\"",
                    patience.toSeconds(), dataset, e.getCause() == null ? "still busy" : e.getCause());
            return new Answer.Accepted();
        }
    }

    private Answer await(CompletableFuture<Answer> answer, Duration patience) throws InterruptedException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            Answer late = new Answer.Refused(
                    "dataset " + dataset + " was not made readable within " + patience.toSeconds() + " s");
            // Whoever answers now learns that the caller has gone.
            answer.complete(late);
            return answer.getNow(late);
        }
    }

    private Answer.Refused closedAnswer() {
        return new Answer.Refused("no run of dataset " + dataset + " expects this call any more");
    }

    boolean post(Event event) {
        synchronized (inbox) {
            return !closed && inbox.add(event);
        }
    }

    /** @return empty when nothing was heard in that time */
    Optional<Event> next(Duration most) throws InterruptedException {
        return Optional.ofNullable(inbox.poll(most.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** From now on every call is refused, also those that wait. */
    @Override
    public void close() {
        List<Event> unheard = new ArrayList<>();
        synchronized (inbox) {
            closed = true;
            inbox.drainTo(unheard);
        }
        for (Event event : unheard) {
            if (event instanceof Event.Start start) {
                start.answer().complete(closedAnswer());
            } else if (event instanceof Event.End end) {
                end.answer().complete(new Answer.Accepted());
            }
        }
        whenClosed.accept(this);
    }

    /** Tells that Backrest called and was refused: it must not make this backup now. */
    public void forbid(String reason) {
        post(new Event.Forbidden(reason));
    }

    /** Refuses the call that arrived, when it has no answer yet: its run ended before it got so far. */
    public void refuse(String reason) {
        CompletableFuture<Answer> ringing = first;
        if (ringing != null) {
            ringing.complete(new Answer.Refused(reason));
        }
    }
}
