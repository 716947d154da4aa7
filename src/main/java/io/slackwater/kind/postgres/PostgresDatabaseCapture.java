package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureFailures;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.Target;
import io.slackwater.discovery.Source;
import io.slackwater.stream.DumpSource;
import java.util.List;
import java.util.Optional;

/**
 * Captures one database by {@code pg_dump -Fc -Z0}. restic deduplicates and compresses an uncompressed dump better. The check is
 * {@code pg_restore -f /dev/null}, which reads to the end; {@code pg_restore -l} reads only the table of contents.
 */
final class PostgresDatabaseCapture implements StreamCapture {

    private static final String MAGIC = "PGDMP";
    /** 124: timed out; 126, 127: no such program; above: killed by a signal. These exit codes do not describe the dump. */
    private static final int NOT_ABOUT_THE_DUMP = 124;

    private final PostgresDumps dumps;

    PostgresDatabaseCapture(PostgresDumps dumps) {
        this.dumps = dumps;
    }

    @Override
    public DumpSource open(CaptureRequest request) throws CaptureException, InterruptedException {
        return dumps.open(
                request,
                "dump of database " + database(request),
                databases(request),
                MAGIC,
                "pg_dump",
                "--format=custom",
                "--compress=0");
    }

    @Override
    public StreamCheck check(CaptureRequest request) throws CaptureException, InterruptedException {
        String what = "stored dump of database " + database(request) + " of " + Target.subject(request.workload());
        return dumps.check(
                request,
                what,
                databases(request),
                (code, output) -> judge(what, code, output),
                "pg_restore",
                "--format=custom",
                "--file=/dev/null");
    }

    @Override
    public void sweep(CaptureRequest request) throws CaptureException, InterruptedException {
        dumps.sweep(request, databases(request));
    }

    private static List<String> databases(CaptureRequest request) {
        return List.of(database(request), "postgres", "template1");
    }

    private static String database(CaptureRequest request) {
        return ((Source.Stream) request.dataset().source()).part();
    }

    /** What {@code pg_restore} means by its exit code. */
    static Optional<CaptureException> judge(String what, int exitCode, String output) {
        if (exitCode == 0) {
            return Optional.empty();
        }
        String said = CaptureFailures.essence(output);
        if (exitCode >= NOT_ABOUT_THE_DUMP) {
            return Optional.of(new CaptureException(
                    "Could not verify the " + what + ": pg_restore ended with exit code " + exitCode + ", " + said,
                    true));
        }
        return Optional.of(new CaptureException(
                "The " + what + " is damaged or cut off: pg_restore says " + said
                        + ". It is not offered for a restore; check the repository if this repeats",
                false));
    }
}
