package io.slackwater.kind.redis;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureFailures;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** What {@code redis-check-rdb} means by its exit code. Its opinion comes on top of the checksum that we compute ourselves. */
final class RdbToolCheck {

    private static final Logger LOG = Logger.getLogger(RdbToolCheck.class);
    /** 124: timed out; 126, 127: no such program; above: killed. */
    private static final int NOT_ABOUT_THE_DUMP = 124;

    private static final Pattern COULD_NOT_READ = Pattern.compile("Cannot open|Permission denied|No such file");

    private RdbToolCheck() {}

    /** Empty when the dump is good, or when the tool could not read it. */
    static Optional<CaptureException> judge(String what, int exitCode, String output) {
        if (exitCode == 0) {
            return Optional.empty();
        }
        if (exitCode >= NOT_ABOUT_THE_DUMP || COULD_NOT_READ.matcher(output).find()) {
            LOG.debugf("the %s is checked by its checksum alone: redis-check-rdb ended with %d", what, exitCode);
            return Optional.empty();
        }
        return Optional.of(new CaptureException(
                "The " + what + " is damaged or cut off: redis-check-rdb says " + CaptureFailures.essence(output)
                        + ". It is not offered for a restore; check the repository if this repeats",
                false));
    }
}
