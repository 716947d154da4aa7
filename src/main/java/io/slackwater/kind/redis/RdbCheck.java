package io.slackwater.kind.redis;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.ExecCheck;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.ToolFailures;
import io.slackwater.journal.EndCause;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Checks a stored Redis dump by its end and its checksum, and by {@code redis-check-rdb} if the image has it. */
final class RdbCheck implements StreamCheck {

    private static final Logger LOG = Logger.getLogger(RdbCheck.class);
    /**
     * From this exit code on, the tool says nothing about the dump. 124: timed out; 126, 127: not executable or not
     * found; above: killed.
     */
    private static final int NOT_ABOUT_THE_DUMP = 124;

    private static final Pattern COULD_NOT_READ = Pattern.compile("Cannot open|Permission denied|No such file");

    private final String what;
    private final Optional<ExecCheck> tool;
    private final Crc64 crc = new Crc64();
    private final byte[] last = new byte[RdbEnd.CLOSING];

    RdbCheck(String what, Optional<ExecCheck> tool) {
        this.what = what;
        this.tool = tool;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        crc.update(bytes, offset, length);
        int kept = Math.min(length, last.length);
        System.arraycopy(last, kept, last, 0, last.length - kept);
        System.arraycopy(bytes, offset + length - kept, last, last.length - kept, kept);
        if (tool.isPresent()) {
            tool.get().write(bytes, offset, length);
        }
    }

    @Override
    public void complete() throws CaptureException, InterruptedException {
        RdbEnd.Sum sum = RdbEnd.sum(crc, last, 0);
        if (sum == RdbEnd.Sum.WRONG) {
            throw new CaptureException(
                    "The " + what
                            + " is damaged or cut off: Bad checksum at its end. It is not offered for a restore; check the repository if this repeats",
                    EndCause.NOT_WHOLE);
        }
        if (tool.isPresent()) {
            tool.get().complete();
        } else if (sum == RdbEnd.Sum.NONE) {
            throw new CaptureException(
                    "Could not verify the " + what + ": it has no checksum (rdbchecksum no), and the container has no"
                            + " redis-check-rdb or does not run. Start the container, or set rdbchecksum yes",
                    EndCause.NOT_CHECKED);
        }
    }

    /**
     * Interprets the exit code of {@code redis-check-rdb}. Empty for a good dump, and when the tool could not read the
     * dump.
     */
    static Optional<CaptureException> judge(String what, int exitCode, String output) {
        if (exitCode == 0) {
            return Optional.empty();
        }
        if (exitCode >= NOT_ABOUT_THE_DUMP || COULD_NOT_READ.matcher(output).find()) {
            LOG.debugf("the %s is checked by its checksum alone: redis-check-rdb ended with %d", what, exitCode);
            return Optional.empty();
        }
        return Optional.of(new CaptureException(
                "The " + what + " is damaged or cut off: redis-check-rdb says " + ToolFailures.essence(output)
                        + ". It is not offered for a restore; check the repository if this repeats",
                EndCause.NOT_WHOLE));
    }

    @Override
    public void close() {
        tool.ifPresent(ExecCheck::close);
    }
}
