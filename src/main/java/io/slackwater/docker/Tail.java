package io.slackwater.docker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Keeps the last bytes of what is added. One thread adds, any thread may look. */
final class Tail {

    private final byte[] ring;
    private long total;

    Tail(int capacity) {
        this.ring = new byte[capacity];
    }

    /** Takes {@code length} bytes out of the buffer. */
    synchronized void add(ByteBuffer from, int length) {
        int dropped = Math.max(0, length - ring.length);
        from.position(from.position() + dropped);
        int left = length - dropped;
        int at = (int) (total % ring.length);
        int first = Math.min(left, ring.length - at);
        from.get(ring, at, first);
        from.get(ring, 0, left - first);
        total += left;
    }

    /** The bytes as UTF-8; a character that was cut in two at the start shows as a replacement. */
    synchronized String text() {
        if (total <= ring.length) {
            return new String(ring, 0, (int) total, StandardCharsets.UTF_8);
        }
        int at = (int) (total % ring.length);
        byte[] all = new byte[ring.length];
        System.arraycopy(ring, at, all, 0, ring.length - at);
        System.arraycopy(ring, 0, all, ring.length - at, at);
        return new String(all, StandardCharsets.UTF_8);
    }
}
