package io.slackwater.docker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the first and the last bytes of a command's output, because the cause of a failure is at either end. One thread adds, any
 * thread reads.
 */
final class HeadAndTail {

    /** The line that replaces dropped bytes. */
    static final String DROPPED = "\n…\n";

    private final byte[] head;
    private final byte[] ring;
    private int headed;
    private long ringed;

    /** @param capacity the number of bytes kept, half of them from each end; shorter output is kept whole */
    HeadAndTail(int capacity) {
        this.head = new byte[capacity / 2];
        this.ring = new byte[capacity - head.length];
    }

    /** Takes {@code length} bytes out of the buffer. */
    synchronized void add(ByteBuffer from, int length) {
        int first = Math.min(length, head.length - headed);
        from.get(head, headed, first);
        headed += first;
        addToRing(from, length - first);
    }

    private void addToRing(ByteBuffer from, int length) {
        int dropped = Math.max(0, length - ring.length);
        from.position(from.position() + dropped);
        int left = length - dropped;
        ringed += dropped;
        int at = (int) (ringed % ring.length);
        int first = Math.min(left, ring.length - at);
        from.get(ring, at, first);
        from.get(ring, 0, left - first);
        ringed += left;
    }

    /** The bytes as UTF-8, with {@link #DROPPED} in place of dropped bytes; a truncated character becomes U+FFFD. */
    synchronized String text() {
        if (ringed <= ring.length) {
            ByteBuffer all = ByteBuffer.allocate(headed + (int) ringed);
            all.put(head, 0, headed).put(ring, 0, (int) ringed).flip();
            return StandardCharsets.UTF_8.decode(all).toString();
        }
        int at = (int) (ringed % ring.length);
        ByteBuffer tail = ByteBuffer.allocate(ring.length);
        tail.put(ring, at, ring.length - at).put(ring, 0, at).flip();
        return new String(head, StandardCharsets.UTF_8) + DROPPED + StandardCharsets.UTF_8.decode(tail);
    }
}
