package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.ExecCheck;
import io.slackwater.capture.ExecDump;
import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.Target;
import io.slackwater.capture.ToolFailures;
import io.slackwater.capture.Toolbox;
import io.slackwater.discovery.Source;
import io.slackwater.docker.Docker;
import io.slackwater.docker.ExecStream;
import io.slackwater.journal.EndCause;
import io.slackwater.stream.DumpSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Dumps a database with {@code pg_dump -Fc -Z0}, because restic deduplicates and compresses uncompressed data better.
 * Checks it with {@code pg_restore -f /dev/null}, which reads the whole dump; {@code pg_restore -l} reads only the
 * table of contents. Dumps roles, memberships, settings of roles and tablespaces with {@code pg_dumpall
 * --globals-only}. Safe for use by several threads.
 */
final class PostgresCapture implements StreamCapture {

    private static final String MAGIC = "PGDMP";
    /**
     * From this exit code on, the tool says nothing about the dump. 124: timed out; 126, 127: not executable or not
     * found; above: killed by a signal.
     */
    private static final int NOT_ABOUT_THE_DUMP = 124;

    private final Docker docker;
    private final Toolbox toolbox = new Toolbox();
    private final Clock clock;

    PostgresCapture(Docker docker, Clock clock) {
        this.docker = docker;
        this.clock = clock;
    }

    @Override
    public DumpSource open(CaptureRequest request) throws CaptureException, InterruptedException {
        Target target = Target.of(docker, request.workload());
        String dump = "dump of " + subject(request);
        if (!ofRoles(request)) {
            return open(target, request, dump, MAGIC, "pg_dump", "--format=custom", "--compress=0");
        }
        return new RolesDump(
                open(target, request, dump, RolesCheck.BEGIN, "pg_dumpall", "--globals-only"),
                new RolesCheck("The " + dump + " is not whole although it ended with exit code 0", EndCause.SOURCE));
    }

    /**
     * Starts a dump.
     *
     * @param begin the first bytes of a valid dump
     */
    private ExecDump open(Target target, CaptureRequest request, String dump, String begin, String... program)
            throws CaptureException, InterruptedException {
        PostgresClient client = new PostgresClient(request.workload().signIn());
        String database = databases(request).getFirst();
        List<String> argv = new ArrayList<>(List.of(program));
        argv.add("--no-password");
        argv.add("--lock-wait-timeout=" + Math.max(1, request.lockWait().toMillis()));
        ExecStream stream = target.open(
                client.marked(
                        DumpMark.of(request.run()), database, toolbox.of(target).bounded(request.limit(), argv)),
                false);
        ExecDump.Command command = new ExecDump.Command(
                dump,
                (code, stderr) -> {
                    CaptureException failure = PostgresFailures.explain(
                            dump, database, code, stderr, () -> client.holders(target, database));
                    return PostgresFailures.refused(stderr) ? target.refused(failure) : failure;
                },
                () -> sweep(request));
        return new ExecDump(stream, command, clock, request.limit()).started(request.firstByte(), begin);
    }

    @Override
    public StreamCheck check(CaptureRequest request) throws CaptureException, InterruptedException {
        String what = "stored dump of " + subject(request);
        if (ofRoles(request)) {
            return new RolesCheck("The " + what + " is damaged or cut off", EndCause.NOT_WHOLE);
        }
        try {
            Target target = Target.of(docker, request.workload());
            List<String> argv = List.of("pg_restore", "--format=custom", "--file=/dev/null");
            ExecStream stream = target.open(
                    new PostgresClient(request.workload().signIn())
                            .marked(
                                    DumpMark.of(request.run()),
                                    databases(request).getFirst(),
                                    toolbox.of(target).bounded(request.limit(), argv)),
                    true);
            return new ExecCheck(
                    stream,
                    new ExecCheck.Command(what, (code, output) -> judge(what, code, output), () -> sweep(request)),
                    request.limit());
        } catch (CaptureException e) {
            throw new CaptureException("Could not verify the " + what + ": " + e.getMessage(), EndCause.NOT_CHECKED, e);
        }
    }

    @Override
    public void sweep(CaptureRequest request) throws CaptureException, InterruptedException {
        Optional<Target> target = Target.running(docker, request.workload());
        if (target.isPresent()) {
            new PostgresClient(request.workload().signIn())
                    .end(target.get(), DumpMark.of(request.run()), databases(request));
        }
    }

    private static Source.Stream source(CaptureRequest request) {
        return (Source.Stream) request.dataset().source();
    }

    private static boolean ofRoles(CaptureRequest request) {
        return source(request).format().equals(PostgresKind.SCRIPT);
    }

    /**
     * The databases to sign in to. A dump uses the first one. To end leftover sessions, all are tried in this order.
     */
    private static List<String> databases(CaptureRequest request) {
        return ofRoles(request)
                ? List.of("postgres", "template1")
                : List.of(source(request).part(), "postgres", "template1");
    }

    private static String subject(CaptureRequest request) {
        return (ofRoles(request) ? "the roles" : "database " + source(request).part()) + " of "
                + Target.subject(request.workload());
    }

    /** Interprets the exit code of {@code pg_restore}; empty for a good dump. */
    static Optional<CaptureException> judge(String what, int exitCode, String output) {
        if (exitCode == 0) {
            return Optional.empty();
        }
        String said = ToolFailures.essence(output);
        return Optional.of(
                exitCode >= NOT_ABOUT_THE_DUMP
                        ? new CaptureException(
                                "Could not verify the " + what + ": pg_restore ended with exit code " + exitCode + ", "
                                        + said,
                                EndCause.NOT_CHECKED)
                        : new CaptureException(
                                "The " + what + " is damaged or cut off: pg_restore says " + said
                                        + ". It is not offered for a restore; check the repository if this repeats",
                                EndCause.NOT_WHOLE));
    }
}
