package io.slackwater.stream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bytes as a dump that ends in one way or another. */
final class TestDump implements DumpSource {
    /** How the dump ends. */
    enum End {
        WHOLE,
        NOT_WHOLE,
        BREAKS,
        HANGS
    }

    private final InputStream bytes;
    private final End end;
    private final CountDownLatch ended = new CountDownLatch(1);
    final AtomicBoolean closed = new AtomicBoolean();

    TestDump(byte[] bytes, End end) {
        this.bytes = new ByteArrayInputStream(bytes);
        this.end = end;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = bytes.read(into, offset, length);
        if (count < 0 && end == End.BREAKS) {
            throw new IOException("the connection to Docker was lost");
        }
        if (count < 0 && end == End.HANGS) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("ended");
        }
        return count;
    }

    @Override
    public void finish() throws IOException {
        if (end == End.NOT_WHOLE) {
            throw new IOException("pg_dump ended with exit code 1");
        }
    }

    @Override
    public void close() {
        closed.set(true);
        ended.countDown();
    }
}
