package io.slackwater.docker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.commons.io.function.IOBooleanSupplier;

/**
 * Reads Docker's multiplexed stream of stdout and stderr (Engine API, "Attach to a container", stream format). Each
 * frame has the header {@code [type, 0, 0, 0, length as 32 bits big-endian]}. A read may end anywhere in a frame. Not
 * safe for use by several threads.
 */
final class FrameReader {

    private static final int HEAD = 8;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private final ByteBuffer buffer;
    private final IOBooleanSupplier fill;
    private final HeadAndTail stderr;
    private int type;
    private int left;

    /**
     * Creates a reader.
     *
     * @param buffer the received bytes that were not read yet, big-endian
     * @param fill blocks until the buffer has at least one more byte, and keeps the unread bytes. Returns false at the
     *     end of the stream
     */
    FrameReader(ByteBuffer buffer, IOBooleanSupplier fill, HeadAndTail stderr) {
        this.buffer = buffer;
        this.fill = fill;
        this.stderr = stderr;
    }

    /**
     * Reads stdout; blocks until some bytes are available. Collects stderr separately. Joins the frames that are
     * already in the buffer, because each call is expensive. Returns -1 at a proper end.
     */
    int read(byte[] into, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (done > 0 && buffer.remaining() < (left == 0 ? HEAD : 1)) {
                return done;
            }
            if (left == 0) {
                if (!nextFrame()) {
                    return -1;
                }
                continue;
            }
            if (!buffer.hasRemaining() && !fill.getAsBoolean()) {
                throw new EOFException("the stream was cut short: " + left + " bytes of a frame are missing");
            }
            int here = Math.min(left, buffer.remaining());
            if (type == STDERR) {
                stderr.add(buffer, here);
            } else {
                here = Math.min(here, length - done);
                buffer.get(into, offset + done, here);
                done += here;
            }
            left -= here;
        }
        return done;
    }

    private boolean nextFrame() throws IOException {
        while (buffer.remaining() < HEAD) {
            if (!fill.getAsBoolean()) {
                if (buffer.hasRemaining()) {
                    throw new EOFException("the stream was cut short in the head of a frame");
                }
                return false;
            }
        }
        int head = buffer.getInt();
        type = head >>> 24;
        left = buffer.getInt();
        if ((type != STDOUT && type != STDERR) || (head & 0xffffff) != 0 || left < 0) {
            throw new IOException("this is not a frame of Docker's stream (type " + type + ", length "
                    + Integer.toUnsignedString(left)
                    + "): a proxy in between changed it, or the command runs with a TTY");
        }
        return true;
    }
}
