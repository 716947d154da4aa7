package io.slackwater.kind.redis;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.ExecCheck;
import io.slackwater.capture.StreamCheck;
import java.io.IOException;
import java.util.Optional;

/** Checks a stored Redis dump: its header, its checksum, and the result of {@code redis-check-rdb} if the image has it. */
final class RdbCheck implements StreamCheck {

    private static final int MAGIC = 5;

    private final String what;
    private final Optional<ExecCheck> tool;
    private final Crc64 crc = new Crc64();
    private final byte[] last = new byte[RdbEnd.CLOSING];
    private final byte[] first = new byte[MAGIC];
    private int held;
    private int begun;

    RdbCheck(String what, Optional<ExecCheck> tool) {
        this.what = what;
        this.tool = tool;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = 0; begun < MAGIC && i < length; i++) {
            first[begun++] = bytes[offset + i];
        }
        // All but the last nine bytes of everything so far go into the checksum.
        int settled = held + length - RdbEnd.CLOSING;
        if (settled > 0) {
            int fromHeld = Math.min(settled, held);
            crc.update(last, 0, fromHeld);
            crc.update(bytes, offset, settled - fromHeld);
            System.arraycopy(last, fromHeld, last, 0, held - fromHeld);
            held -= fromHeld;
            int rest = length - (settled - fromHeld);
            System.arraycopy(bytes, offset + length - rest, last, held, rest);
            held += rest;
        } else {
            System.arraycopy(bytes, offset, last, held, length);
            held += length;
        }
        if (tool.isPresent()) {
            tool.get().write(bytes, offset, length);
        }
    }

    @Override
    public void complete() throws CaptureException, InterruptedException {
        String magic = new String(first, 0, begun, java.nio.charset.StandardCharsets.ISO_8859_1);
        if (!magic.equals("REDIS") && !magic.equals("VALKE")) {
            throw new CaptureException(
                    "The " + what + " is damaged: it does not begin like a dump of Redis or Valkey", false);
        }
        RdbEnd.Sum sum = RdbEnd.of(crc, last, 0, held).sum();
        if (sum == RdbEnd.Sum.WRONG) {
            throw new CaptureException(
                    "The " + what + " is damaged or cut off: Bad checksum at its end. It is not offered for a restore",
                    false);
        }
        if (tool.isPresent()) {
            tool.get().complete();
        } else if (sum == RdbEnd.Sum.NONE) {
            throw new CaptureException(
                    "Could not verify the " + what + ": it has no checksum (rdbchecksum no) and the container has no"
                            + " redis-check-rdb, or does not run",
                    true);
        }
    }

    @Override
    public void close() {
        tool.ifPresent(ExecCheck::close);
    }
}
