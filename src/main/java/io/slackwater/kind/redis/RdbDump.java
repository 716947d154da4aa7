package io.slackwater.kind.redis;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import io.slackwater.stream.DumpSource;
import java.io.IOException;

/**
 * Forwards a Redis dump and cuts the server's 40-byte trailer off its end. Holds back the last bytes until the end is
 * known. Fails when the checksum is wrong.
 */
final class RdbDump implements DumpSource {

    /** Asks the server about the checksum when the dump has none. */
    @FunctionalInterface
    interface Server {
        /** Whether the server's configuration says {@code rdbchecksum no}. */
        boolean writesNoChecksum() throws InterruptedException;
    }

    private static final int CHUNK = 128 * 1024;

    private final String what;
    private final DumpSource source;
    private final Server server;
    private final Crc64 crc = new Crc64();
    private final byte[] buffer = new byte[CHUNK + RdbEnd.HOLD];
    private int start;
    private int end;
    private boolean ended;
    private RdbEnd.Sum sum = RdbEnd.Sum.WRONG;

    RdbDump(String what, DumpSource source, Server server) {
        this.what = what;
        this.source = source;
        this.server = server;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (true) {
            int ready = ended ? end - start : end - start - RdbEnd.HOLD;
            if (ready > 0) {
                int n = Math.min(ready, length);
                System.arraycopy(buffer, start, into, offset, n);
                if (!ended) {
                    crc.update(buffer, start, n);
                }
                start += n;
                return n;
            }
            if (ended) {
                return -1;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        int n = source.read(buffer, end, buffer.length - end);
        if (n >= 0) {
            end += n;
            return;
        }
        ended = true;
        RdbEnd found = RdbEnd.of(crc, buffer, start, end - start);
        sum = found.sum();
        end -= found.trailer();
    }

    @Override
    public void finish() throws IOException, InterruptedException {
        source.finish();
        if (sum == RdbEnd.Sum.NONE && server.writesNoChecksum()) {
            return;
        }
        if (sum == RdbEnd.Sum.NONE) {
            throw new CaptureException(
                    "The " + what
                            + " may be incomplete: it has no checksum at its end, and the server's settings do not say"
                            + " that checksums are off. Set rdbchecksum yes, or permit CONFIG GET to the user",
                    EndCause.SOURCE_INVALID);
        }
        if (sum == RdbEnd.Sum.WRONG) {
            throw new CaptureException(
                    "The " + what + " is incomplete although it ended with exit code 0: Bad checksum at its end",
                    EndCause.SOURCE);
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
