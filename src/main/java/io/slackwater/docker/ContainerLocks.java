package io.slackwater.docker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Prevents a pause of a container while Slackwater starts or runs a command in it. Docker 20.10 deadlocks when a
 * command starts during a pause: inspect and unpause then hang. Commands share the lock; a pause holds it exclusively;
 * waiting threads are served in order. Safe for use by several threads.
 */
final class ContainerLocks {

    private static final int ALL = Integer.MAX_VALUE;

    private final Map<String, Semaphore> locks = new ConcurrentHashMap<>();

    /** A held lock. Closing it releases the lock; closing it again has no effect. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Locks the container while a command runs in it. Waits while a pause is in progress. */
    Turn command(String container) throws DockerException {
        return take(container, 1, "run a command in");
    }

    /** Locks for a pause. Waits until no command of Slackwater runs in the container. */
    Turn pause(String container) throws DockerException {
        return take(container, ALL, "pause");
    }

    private Turn take(String container, int permits, String what) throws DockerException {
        Semaphore lock = locks.computeIfAbsent(container, id -> new Semaphore(ALL, true));
        try {
            lock.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DockerException(
                    "interrupted while waiting to " + what + " container " + container, DockerFailure.NO_ANSWER, e);
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                lock.release(permits);
            }
        };
    }
}
