package io.slackwater.kind.redis;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.Cleanup;
import io.slackwater.capture.ExecCheck;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.ToolFailures;
import io.slackwater.docker.ExecStream;
import io.slackwater.journal.EndCause;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a stored Redis dump by its end, and by {@code redis-check-rdb} if the image has it. A dump ends with the
 * opcode {@code FF} and the CRC-64 of all bytes before; with {@code rdbchecksum no} the checksum is zero.
 */
final class RdbCheck implements StreamCheck {

    private static final Pattern COULD_NOT_READ = Pattern.compile("Cannot open|Permission denied|No such file");
    private static final int EOF_OPCODE = 0xff;

    private final String what;
    private final Crc64 crc = new Crc64();
    /** The last bytes of the dump: opcode and checksum. */
    private final byte[] last = new byte[1 + Long.BYTES];

    private @Nullable ExecCheck tool;
    private volatile boolean readByTool;

    RdbCheck(String what) {
        this.what = what;
    }

    /** Also gives the dump to a running {@code redis-check-rdb}. */
    RdbCheck with(ExecStream program, Duration limit, Cleanup cleanup) {
        tool = new ExecCheck(program, new ExecCheck.Command(what, this::judge, cleanup), limit);
        return this;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        crc.update(bytes, offset, length);
        int kept = Math.min(length, last.length);
        System.arraycopy(last, kept, last, 0, last.length - kept);
        System.arraycopy(bytes, offset + length - kept, last, last.length - kept, kept);
        if (tool != null) {
            tool.write(bytes, offset, length);
        }
    }

    @Override
    public void complete() throws CaptureException, InterruptedException {
        boolean right = crc.value() == 0;
        boolean none = Arrays.equals(last, 1, last.length, new byte[Long.BYTES], 0, Long.BYTES);
        if ((last[0] & 0xff) != EOF_OPCODE || !(right || none)) {
            throw damaged("Bad checksum at its end");
        }
        if (tool != null) {
            tool.complete();
        }
        if (!right && !readByTool) {
            throw new CaptureException(
                    "Could not verify the " + what + ": it has no checksum (rdbchecksum no), and no redis-check-rdb in"
                            + " the container could read it. Start the container, or set rdbchecksum yes",
                    EndCause.NOT_CHECKED);
        }
    }

    private CaptureException damaged(String fault) {
        return new CaptureException(
                "The " + what + " is damaged or cut off: " + fault
                        + ". It is not offered for a restore; check the server's log, and the repository if this repeats",
                EndCause.NOT_WHOLE);
    }

    /**
     * Interprets the exit code of {@code redis-check-rdb}. Empty for a good dump, and when the tool could not read the
     * dump.
     */
    Optional<CaptureException> judge(int exitCode, String output) {
        readByTool = exitCode < ToolFailures.NOT_ABOUT_THE_DUMP
                && (exitCode == 0 || !COULD_NOT_READ.matcher(output).find());
        return exitCode != 0 && readByTool
                ? Optional.of(damaged("redis-check-rdb says " + ToolFailures.essence(output)))
                : Optional.empty();
    }

    @Override
    public void close() {
        if (tool != null) {
            tool.close();
        }
    }
}
