package io.slackwater.backrest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One serial loop for every task of every repository: the highest priority first among what is due. */
final class DoubleLoop {

    static final int DEFAULT = 1 << 1;
    static final int FORGET = 1 << 2;
    static final int INDEX = 1 << 3;
    static final int INTERACTIVE = 1 << 6;

    interface Work {
        void run(@Nullable ObjectNode operation) throws Failure, InterruptedException;
    }

    /** The failure of a task, with the resulting state of its operation. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;
        final String status;

        Failure(String message) {
            this(message, "STATUS_ERROR");
        }

        Failure(String message, String status) {
            super(message);
            this.status = status;
        }
    }

    record Task(int priority, Instant at, @Nullable ObjectNode operation, Work work, CompletableFuture<Void> done) {}

    private final DoubleLog log;
    private final List<Task> queue = new ArrayList<>();
    private final Thread thread;
    private boolean stopped;
    private @Nullable Task running;
    private @Nullable Runnable kill;
    private boolean cancelled;

    DoubleLoop(DoubleLog log) {
        this.log = log;
        this.thread = Thread.ofPlatform().name("backrest-double").daemon().unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    /** Queues a task. The result completes when the task has run, and never for a dropped task. */
    synchronized CompletableFuture<Void> submit(int priority, Instant at, @Nullable ObjectNode operation, Work work) {
        if (operation != null) {
            operation.put("status", "STATUS_PENDING").put("unixTimeStartMs", DoubleLog.millis(at));
            log.add(operation);
        }
        Task task = new Task(priority, at, operation, work, new CompletableFuture<>());
        queue.add(task);
        notifyAll();
        return task.done();
    }

    /** The effect of a configuration write: queued tasks and their operations are dropped. The running task continues. */
    synchronized void empty() {
        List<ObjectNode> gone = new ArrayList<>();
        // A prune, which always waits for its time in the real one.
        gone.add(DoubleJson.object().put("id", "0"));
        for (Task task : queue) {
            ObjectNode operation = task.operation();
            if (operation != null) {
                gone.add(operation);
            }
        }
        log.delete(gone);
        queue.clear();
    }

    /** Ends a queued operation, or kills the process of a running operation. An unknown operation is no error. */
    synchronized void cancel(String id) {
        for (Task task : queue) {
            ObjectNode operation = task.operation();
            if (operation != null && operation.path("id").asText().equals(id)) {
                queue.remove(task);
                log.update(operation
                        .put("status", "STATUS_USER_CANCELLED")
                        .put("unixTimeEndMs", DoubleLog.millis(Instant.now())));
                return;
            }
        }
        if (running != null
                && running.operation() != null
                && running.operation().path("id").asText().equals(id)) {
            cancelled = true;
            if (kill != null) {
                kill.run();
            }
        }
    }

    /** Kills the process that runs now. */
    synchronized void killer(@Nullable Runnable kill) {
        this.kill = kill;
        if (cancelled && kill != null) {
            kill.run();
        }
    }

    /** Stops at once, like a power failure. Calls that wait for a task stay open. */
    void stop() throws InterruptedException {
        synchronized (this) {
            stopped = true;
            if (kill != null) {
                kill.run();
            }
            notifyAll();
        }
        thread.interrupt();
        thread.join(Duration.ofSeconds(20));
    }

    private synchronized boolean stopped() {
        return stopped;
    }

    private void loop() {
        try {
            while (true) {
                Task task = next();
                Optional<Failure> failure = run(task.operation(), task.work());
                synchronized (this) {
                    running = null;
                    kill = null;
                    cancelled = false;
                }
                if (stopped()) {
                    return;
                }
                failure.ifPresentOrElse(
                        task.done()::completeExceptionally, () -> task.done().complete(null));
            }
        } catch (InterruptedException e) {
            if (!stopped()) {
                throw new IllegalStateException("the double's loop was interrupted by somebody else", e);
            }
        }
    }

    private synchronized Task next() throws InterruptedException {
        while (true) {
            if (stopped) {
                throw new InterruptedException();
            }
            Instant now = Instant.now();
            Task best = null;
            for (Task task : queue) {
                if (!task.at().isAfter(now) && (best == null || task.priority() > best.priority())) {
                    best = task;
                }
            }
            if (best != null) {
                queue.remove(best);
                running = best;
                return best;
            }
            wait(queue.isEmpty() ? 0 : 200);
        }
    }

    /** Runs a task and updates its operation. Also for hooks, which run during their backup. */
    Optional<Failure> run(@Nullable ObjectNode operation, Work work) throws InterruptedException {
        if (operation != null) {
            operation.put("status", "STATUS_INPROGRESS").put("unixTimeStartMs", DoubleLog.millis(Instant.now()));
            log.update(operation);
        }
        Optional<Failure> failure = Optional.empty();
        try {
            work.run(operation);
        } catch (Failure e) {
            failure = Optional.of(e);
        } catch (RuntimeException e) {
            failure = Optional.of(new Failure("the double broke: " + e));
        }
        if (stopped()) {
            throw new InterruptedException();
        }
        if (operation != null) {
            end(operation, failure);
        }
        return failure;
    }

    private synchronized void end(ObjectNode operation, Optional<Failure> failure) {
        if (operation.path("gone").asBoolean()) {
            return;
        }
        boolean byUser = cancelled && running != null && operation == running.operation();
        failure.ifPresent(f -> {
            String before = operation.path("displayMessage").asText();
            operation.put("status", byUser ? "STATUS_USER_CANCELLED" : f.status);
            operation.put(
                    "displayMessage",
                    f.getMessage()
                            + (before.isEmpty() ? "" : "\n\n" + before)
                            + (byUser ? "\n\nnote: task was cancelled by user request" : ""));
        });
        if (operation.path("status").asText().equals("STATUS_INPROGRESS")) {
            operation.put("status", "STATUS_SUCCESS");
        }
        operation.put("unixTimeEndMs", DoubleLog.millis(Instant.now()));
        log.update(operation);
    }
}
