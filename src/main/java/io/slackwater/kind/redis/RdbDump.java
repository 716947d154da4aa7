package io.slackwater.kind.redis;

import io.slackwater.stream.DumpSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Forwards a Redis dump and cuts the server's trailer off its end. A server with diskless replication (the default)
 * sends 40 random hex characters after the dump, and {@code redis-cli --rdb -} forwards them. Redis refuses a dump with
 * these characters as the base of an append-only file. {@link RdbCheck} judges the stored dump.
 */
final class RdbDump implements DumpSource {

    static final int TRAILER = 40;

    private static final int CHUNK = 128 * 1024;

    private final DumpSource source;
    private final byte[] buffer = new byte[CHUNK + TRAILER];
    private int start;
    private int end;
    private boolean ended;

    RdbDump(DumpSource source) {
        this.source = source;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (!ended && end - start <= TRAILER) {
            fill();
        }
        int ready = ended ? end - start : end - start - TRAILER;
        if (ready == 0) {
            return -1;
        }
        int n = Math.min(ready, length);
        System.arraycopy(buffer, start, into, offset, n);
        start += n;
        return n;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        int n = source.read(buffer, end, buffer.length - end);
        ended = n < 0;
        end += ended && endsWithTrailer() ? -TRAILER : Math.max(0, n);
    }

    /**
     * A dump without trailer has the byte {@code FF} before its last eight bytes. The last 40 bytes of such a dump are
     * never all hex digits.
     */
    private boolean endsWithTrailer() {
        return end >= TRAILER
                && new String(buffer, end - TRAILER, TRAILER, StandardCharsets.ISO_8859_1).matches("[0-9a-f]*");
    }

    @Override
    public void finish() throws IOException, InterruptedException {
        source.finish();
    }

    @Override
    public void close() {
        source.close();
    }
}
