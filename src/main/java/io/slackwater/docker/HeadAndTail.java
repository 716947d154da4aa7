package io.slackwater.docker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the first and last bytes of a command's output, where the cause of a failure is. One thread adds bytes; any
 * thread may read them.
 */
final class HeadAndTail {

    /** The line that stands for the dropped bytes. */
    static final String DROPPED = "\n…\n";

    private final int head;
    private final int tail;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean dropped;

    /**
     * Creates a buffer.
     *
     * @param capacity the number of bytes to keep, half of them from each end; shorter output is kept completely
     */
    HeadAndTail(int capacity) {
        this.head = capacity / 2;
        this.tail = capacity - head;
    }

    /** Moves {@code length} bytes from the given buffer into this one. */
    synchronized void add(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        kept.writeBytes(bytes);
        if (kept.size() > 2 * (head + tail)) {
            byte[] all = kept.toByteArray();
            kept.reset();
            kept.write(all, 0, head);
            kept.write(all, all.length - tail, tail);
            dropped = true;
        }
    }

    /**
     * The kept bytes as UTF-8, with {@link #DROPPED} between them if bytes were dropped. A truncated character becomes
     * U+FFFD.
     */
    synchronized String text() {
        byte[] all = kept.toByteArray();
        if (!dropped && all.length <= head + tail) {
            return new String(all, StandardCharsets.UTF_8);
        }
        return new String(all, 0, head, StandardCharsets.UTF_8)
                + DROPPED
                + new String(all, all.length - tail, tail, StandardCharsets.UTF_8);
    }
}
