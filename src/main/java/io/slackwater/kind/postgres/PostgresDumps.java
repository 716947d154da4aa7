package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.ExecCheck;
import io.slackwater.capture.ExecDump;
import io.slackwater.capture.Target;
import io.slackwater.capture.Toolbox;
import io.slackwater.docker.Docker;
import io.slackwater.docker.ExecStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the programs of PostgreSQL that write and read dumps, and ends their remaining processes and sessions. Safe for use by
 * several threads.
 */
final class PostgresDumps {

    private final Docker docker;
    private final Toolbox toolbox = new Toolbox();
    private final Clock clock;

    PostgresDumps(Docker docker, Clock clock) {
        this.docker = docker;
        this.clock = clock;
    }

    /**
     * Starts a dump.
     *
     * @param what in the user's words: {@code dump of database shop}
     * @param databases to sign in to: the first one for the dump, all of them to end its sessions
     * @param begin how the dump begins
     */
    ExecDump open(CaptureRequest request, String what, List<String> databases, String begin, String... program)
            throws CaptureException, InterruptedException {
        Target target = Target.of(docker, request.workload());
        PostgresClient client = new PostgresClient(request.workload().signIn());
        String database = databases.getFirst();
        List<String> argv = new ArrayList<>(List.of(program));
        argv.addAll(List.of(
                "--no-password",
                "--lock-wait-timeout=" + Math.max(1, request.lockWait().toMillis())));
        ExecStream stream = target.open(
                client.marked(
                        DumpMark.of(request.run()), database, toolbox.of(target).bounded(request.limit(), argv)),
                false);
        String dump = what + " of " + target.subject();
        ExecDump.Command command = new ExecDump.Command(
                dump,
                (code, stderr) -> {
                    CaptureException failure =
                            PostgresFailures.explain(dump, database, code, stderr, () -> client.holders(target, database));
                    return PostgresFailures.refused(stderr) ? target.refused(failure) : failure;
                },
                () -> sweep(request, databases));
        return new ExecDump(stream, command, clock, request.limit()).started(request.firstByte(), begin);
    }

    /** Starts a program that reads a dump. */
    ExecCheck check(
            CaptureRequest request,
            String what,
            List<String> databases,
            ExecCheck.Judgement judgement,
            String... program)
            throws CaptureException, InterruptedException {
        try {
            Target target = Target.of(docker, request.workload());
            ExecStream stream = target.open(
                    new PostgresClient(request.workload().signIn())
                            .marked(
                                    DumpMark.of(request.run()),
                                    databases.getFirst(),
                                    toolbox.of(target).bounded(request.limit(), List.of(program))),
                    true);
            return new ExecCheck(
                    stream, new ExecCheck.Command(what, judgement, () -> sweep(request, databases)), request.limit());
        } catch (CaptureException e) {
            throw new CaptureException("Could not verify the " + what + ": " + e.getMessage(), true, e);
        }
    }

    void sweep(CaptureRequest request, List<String> databases) throws CaptureException, InterruptedException {
        Optional<Target> target = Target.running(docker, request.workload());
        if (target.isPresent()) {
            new PostgresClient(request.workload().signIn())
                    .end(target.get(), DumpMark.of(request.run()), databases);
        }
    }
}
