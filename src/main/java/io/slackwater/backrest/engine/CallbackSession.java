package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.RunningContainer;
import java.time.Duration;
import java.time.Instant;
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
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Passes Backrest's calls for one backup to the run's thread: {@code EXPECTED → OPEN → CLOSED}. Only that thread
 * accepts a call, so a call that was not accepted has certainly read nothing. Loss prevented: two restics would read
 * one dump, or the container would be resumed while Backrest reads.
 */
public final class CallbackSession implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CallbackSession.class);

    /** An event for the run's thread. */
    sealed interface Event {

        /** A call that must be answered. */
        sealed interface Call extends Event {
            /** Receives why the call is refused; empty when Backrest may go on. */
            CompletableFuture<Optional<String>> refusal();
        }

        /** Backrest begins a backup. It reads a dump at once, and a tree after {@link Ready}. */
        record Start(CompletableFuture<Optional<String>> refusal) implements Call {}

        /** Backrest's restic has opened the repository and reads the tree after the answer. */
        record Ready(CompletableFuture<Optional<String>> refusal) implements Call {}

        /** Backrest has read everything, or gave up. */
        record End() implements Event {}

        /** A poll returned the plan's newest operations. */
        record Poll(List<Operation> operations) implements Event {}

        /** The container in which Backrest reads has ended. */
        record Died() implements Event {}

        /** The request that submitted the backup failed. */
        record Refused(BackrestException reason) implements Event {}
    }

    private final String dataset;
    private final boolean arrived;
    private final Docker.Lookup<List<RunningContainer>> backrest;
    private final Consumer<CallbackSession> whenClosed;
    private final BlockingQueue<Event> inbox = new LinkedBlockingQueue<>();
    private Optional<String> closed = Optional.empty();
    private Optional<RunningContainer> reader = Optional.empty();

    /** @param backrest finds the containers that can be Backrest's */
    CallbackSession(
            String dataset,
            boolean arrived,
            Docker.Lookup<List<RunningContainer>> backrest,
            Consumer<CallbackSession> whenClosed) {
        this.dataset = dataset;
        this.arrived = arrived;
        this.backrest = backrest;
        this.whenClosed = whenClosed;
    }

    /** Whether Backrest called before any run expected the call. */
    boolean arrived() {
        return arrived;
    }

    /**
     * Asks the run to begin, and waits for the answer. Returns why the call is refused, for Backrest's page; empty when
     * Backrest may read a dump now, or open the repository for a tree.
     */
    public Optional<String> start(Duration patience) throws InterruptedException {
        return call(Event.Start::new, patience);
    }

    /**
     * Asks the run to make the tree readable, and waits for the answer. Returns why the call is refused; empty when
     * restic may read now.
     */
    public Optional<String> ready(Duration patience) throws InterruptedException {
        return call(Event.Ready::new, patience);
    }

    private Optional<String> call(Function<CompletableFuture<Optional<String>>, Event> event, Duration patience)
            throws InterruptedException {
        CompletableFuture<Optional<String>> refusal = new CompletableFuture<>();
        Optional<String> refused = post(event.apply(refusal));
        if (refused.isPresent()) {
            return refused;
        }
        try {
            return refusal.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            Optional<String> late = Optional.of("Slackwater could not open dataset " + dataset + " within "
                    + patience.toSeconds() + " s; try again");
            // The run learns by this that the call has ended.
            refusal.complete(late);
            return refusal.getNow(late);
        }
    }

    /** Reports to the run that Backrest has read everything, or gave up. */
    public void end() {
        post(new Event.End());
    }

    /**
     * Records the container in which Backrest is about to read. Called before a container is paused. If Docker does not
     * name exactly one, only Backrest's silence shows its death.
     */
    synchronized void claim() {
        List<RunningContainer> found = running().orElse(List.of());
        reader = found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** Tells the run if the container that reads has ended. A late event of an earlier start changes nothing. */
    synchronized void ended(String containerId, Instant at) {
        if (reader.filter(one -> one.id().equals(containerId) && !at.isBefore(one.startedAt()))
                .isPresent()) {
            post(new Event.Died());
        }
    }

    /** Tells the run if the container that reads no longer runs. For use after events may have been missed. */
    synchronized void verify() {
        Optional<RunningContainer> read = reader;
        if (read.isPresent()
                && running().filter(found -> !found.contains(read.get())).isPresent()) {
            post(new Event.Died());
        }
    }

    private Optional<List<RunningContainer>> running() {
        try {
            return Optional.of(backrest.find());
        } catch (DockerException e) {
            LOG.debugf(
                    "it is unknown whether the container of Backrest runs dataset=%s reason=%s",
                    dataset, e.getMessage());
            return Optional.empty();
        }
    }

    /** Passes an event to the run. Returns a refusal if the session is closed; otherwise empty. */
    Optional<String> post(Event event) {
        synchronized (inbox) {
            if (closed.isEmpty()) {
                inbox.add(event);
            }
            return closed;
        }
    }

    /** Waits for the next event. Returns empty when none came in the given time. */
    Optional<Event> next(Duration most) throws InterruptedException {
        return Optional.ofNullable(inbox.poll(most.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Refuses all waiting and later calls. */
    @Override
    public void close() {
        close("no run of dataset " + dataset + " expects this call now");
    }

    /** Refuses all waiting and later calls with this reason. Does nothing if the session is closed already. */
    public void close(String reason) {
        List<Event> waiting = new ArrayList<>();
        synchronized (inbox) {
            closed = closed.or(() -> Optional.of(reason));
            inbox.drainTo(waiting);
        }
        for (Event event : waiting) {
            if (event instanceof Event.Call call) {
                call.refusal().complete(Optional.of(reason));
            }
        }
        whenClosed.accept(this);
    }
}
