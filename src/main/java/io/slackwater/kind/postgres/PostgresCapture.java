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
record PostgresCapture(Docker docker, Toolbox toolbox, Clock clock) implements StreamCapture {

    private static final String MAGIC = "PGDMP";

    @Override
    public DumpSource open(CaptureRequest request) throws CaptureException, InterruptedException {
        Target target = Target.of(docker, request.workload());
        String dump = "dump of " + subject(request);
        List<String> argv = new ArrayList<>(
                ofRoles(request)
                        ? List.of("pg_dumpall", "--globals-only")
                        : List.of("pg_dump", "--format=custom", "--compress=0"));
        argv.add("--no-password");
        argv.add("--lock-wait-timeout=" + Math.max(1, request.lockWait().toMillis()));
        ExecDump.Command command = new ExecDump.Command(
                dump,
                (code, stderr) -> target.explain(PostgresFailures.FAILURES, dump, code, stderr),
                () -> sweep(request));
        return new ExecDump(start(target, request, argv, false), command, clock, request.limit())
                .started(request.firstByte(), ofRoles(request) ? RolesCheck.BEGIN : MAGIC);
    }

    private ExecStream start(Target target, CaptureRequest request, List<String> argv, boolean input)
            throws CaptureException, InterruptedException {
        return target.open(
                new PostgresClient(request.workload().signIn())
                        .marked(
                                DumpMark.of(request.run()),
                                databases(request).getFirst(),
                                toolbox.of(target).bounded(request.limit(), argv)),
                input);
    }

    @Override
    public StreamCheck check(CaptureRequest request) throws CaptureException, InterruptedException {
        String what = "stored dump of " + subject(request);
        if (ofRoles(request)) {
            return new RolesCheck(what);
        }
        try {
            List<String> argv = List.of("pg_restore", "--format=custom", "--file=/dev/null");
            return new ExecCheck(
                    start(Target.of(docker, request.workload()), request, argv, true),
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
                exitCode >= ToolFailures.NOT_ABOUT_THE_DUMP
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
