package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureFailures;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.ExecCheck;
import io.slackwater.capture.ExecDump;
import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.Target;
import io.slackwater.capture.Toolbox;
import io.slackwater.discovery.Source;
import io.slackwater.docker.Docker;
import io.slackwater.docker.ExecStream;
import io.slackwater.stream.DumpSource;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * One database by {@code pg_dump -Fc -Z0}: uncompressed, because restic deduplicates and compresses better what it can see. The
 * check is {@code pg_restore -f /dev/null}, which reads to the end; {@code pg_restore -l} reads only the table of contents.
 */
final class PostgresDatabaseCapture implements StreamCapture {

    private static final String MAGIC = "PGDMP";

    private final Docker docker;
    private final Toolbox toolbox;
    private final Clock clock;

    PostgresDatabaseCapture(Docker docker, Toolbox toolbox, Clock clock) {
        this.docker = docker;
        this.toolbox = toolbox;
        this.clock = clock;
    }

    @Override
    public DumpSource open(CaptureRequest request) throws CaptureException, InterruptedException {
        Target target = Target.of(docker, request.workload());
        PostgresClient client = new PostgresClient(target);
        DumpMark mark = DumpMark.of(request.run());
        String database = database(request);
        String what = "dump of database " + database + " of " + target.subject();
        List<String> argv = List.of(
                "pg_dump",
                "-U",
                client.user(),
                "--no-password",
                "--format=custom",
                "--compress=0",
                "--lock-wait-timeout=" + Math.max(1, request.lockWait().toMillis()));
        ExecStream stream =
                target.open(client.marked(mark, database, toolbox.of(target).bounded(request.limit(), argv)), false);
        ExecDump.Kind kind = new ExecDump.Kind() {
            @Override
            public String what() {
                return what;
            }

            @Override
            public CaptureException explain(int exitCode, String stderr) throws InterruptedException {
                CaptureException failure =
                        PostgresFailures.explain(what, exitCode, stderr, () -> client.holders(database));
                return PostgresFailures.refused(stderr) ? target.refused(failure) : failure;
            }

            @Override
            public void end() throws CaptureException, InterruptedException {
                sweep(request);
            }
        };
        return new ExecDump(stream, kind, clock, request.limit()).started(request.firstByte(), MAGIC);
    }

    @Override
    public StreamCheck check(CaptureRequest request) throws CaptureException, InterruptedException {
        String what = "stored dump of database " + database(request) + " of " + Target.subject(request.workload());
        try {
            Target target = Target.of(docker, request.workload());
            PostgresClient client = new PostgresClient(target);
            List<String> argv = toolbox.of(target)
                    .bounded(request.limit(), List.of("pg_restore", "--format=custom", "--file=/dev/null"));
            ExecStream stream = target.open(client.marked(DumpMark.of(request.run()), database(request), argv), true);
            return new ExecCheck(stream, new ArchiveCheck(what, () -> sweep(request)), request.limit());
        } catch (CaptureException e) {
            throw new CaptureException("Could not verify the " + what + ": " + e.getMessage(), true, e);
        }
    }

    @Override
    public void sweep(CaptureRequest request) throws CaptureException, InterruptedException {
        Optional<Target> target = Target.running(docker, request.workload());
        if (target.isPresent()) {
            new PostgresClient(target.get())
                    .end(DumpMark.of(request.run()), List.of(database(request), "postgres", "template1"));
        }
    }

    private static String database(CaptureRequest request) {
        return ((Source.Stream) request.dataset().source()).part();
    }

    /** What {@code pg_restore} means by its exit code. */
    private record ArchiveCheck(String what, Ending ending) implements ExecCheck.Kind {

        /** 124: timed out; 126, 127: no such program; above: killed by a signal. None of them says anything about the dump. */
        private static final int NOT_ABOUT_THE_DUMP = 124;

        @Override
        public Optional<CaptureException> judge(int exitCode, String output) {
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

        @Override
        public void end() throws CaptureException, InterruptedException {
            ending.end();
        }
    }

    @FunctionalInterface
    private interface Ending {
        void end() throws CaptureException, InterruptedException;
    }
}
