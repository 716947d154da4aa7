package io.slackwater.docker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the first and the last bytes of a command's output, because the cause of a failure is at either end. One thread adds, any
 * thread reads.
 */
final class HeadAndTail {

    /** The line that replaces dropped bytes. */
    static final String DROPPED = "\n…\n";

    private final int head;
    private final int tail;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean dropped;

    /** @param capacity the number of bytes kept, half of them from each end; shorter output is kept whole */
    HeadAndTail(int capacity) {
        this.head = capacity / 2;
        this.tail = capacity - head;
    }

    /** Takes {@code length} bytes out of the buffer. */
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

    /** The bytes as UTF-8, with {@link #DROPPED} in place of dropped bytes; a truncated character becomes U+FFFD. */
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
