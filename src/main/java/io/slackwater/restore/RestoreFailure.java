package io.slackwater.restore;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Why a restore failed, in words for the user. */
final class RestoreFailure {

    private static final Logger LOG = Logger.getLogger(RestoreFailure.class);

    private RestoreFailure() {}

    /**
     * Returns the messages of the failure and of what could not be undone. The text of an unexpected exception goes only
     * into the log.
     */
    static String words(String dataset, Throwable e) {
        return all(dataset, e).collect(Collectors.joining("; "));
    }

    private static Stream<String> all(String dataset, Throwable e) {
        String first = switch (e) {
            case InterruptedException _ -> "interrupted";
            case RuntimeException _, Error _ -> {
                LOG.errorf(e, "restore ended by an unexpected error dataset=%s", dataset);
                yield "an error inside Slackwater; its log at this time shows the cause";
            }
            default -> String.valueOf(e.getMessage());
        };
        return Stream.concat(Stream.of(first), Arrays.stream(e.getSuppressed()).flatMap(one -> all(dataset, one)));
    }
}
