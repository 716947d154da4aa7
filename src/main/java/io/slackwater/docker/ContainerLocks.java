package io.slackwater.docker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps commands and pauses of one container apart. A command that starts in the moment of a pause is frozen half made: the daemon
 * (measured with Docker 20.10) then holds a lock for it that inspect and unpause wait for, and the container stays paused for ever.
 * Commands share a container, a pause has it alone; first come, first served. Safe for use by several threads.
 */
final class ContainerLocks {

    private static final int ALL = Integer.MAX_VALUE;

    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    private record Line(Semaphore permits, int users) {}

    /** A turn; closing it ends it, once. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits while a pause is being made. */
    Turn command(String container) throws DockerException {
        return take(container, 1, "run a command in");
    }

    /** Waits until no command of ours runs in the container. */
    Turn pause(String container) throws DockerException {
        return take(container, ALL, "pause");
    }

    private Turn take(String container, int permits, String what) throws DockerException {
        Line line = lines.compute(
                container,
                (id, known) -> known == null
                        ? new Line(new Semaphore(ALL, true), 1)
                        : new Line(known.permits(), known.users() + 1));
        try {
            line.permits().acquire(permits);
        } catch (InterruptedException e) {
            leave(container);
            Thread.currentThread().interrupt();
            throw new DockerException("interrupted while waiting to " + what + " container " + container, true, e);
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                line.permits().release(permits);
                leave(container);
            }
        };
    }

    private void leave(String container) {
        lines.computeIfPresent(
                container, (id, line) -> line.users() == 1 ? null : new Line(line.permits(), line.users() - 1));
    }

    /** For tests: containers that somebody uses or waits for. */
    int size() {
        return lines.size();
    }
}
