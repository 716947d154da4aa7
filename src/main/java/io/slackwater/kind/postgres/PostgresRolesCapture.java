package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.ExecDump;
import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.Target;
import io.slackwater.capture.Toolbox;
import io.slackwater.docker.Docker;
import io.slackwater.docker.ExecStream;
import io.slackwater.stream.DumpSource;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Roles, memberships, settings of roles and tablespaces of a cluster by {@code pg_dumpall --globals-only}. */
final class PostgresRolesCapture implements StreamCapture {

    private static final List<String> DATABASES = List.of("postgres", "template1");

    private final Docker docker;
    private final Toolbox toolbox;
    private final Clock clock;

    PostgresRolesCapture(Docker docker, Toolbox toolbox, Clock clock) {
        this.docker = docker;
        this.toolbox = toolbox;
        this.clock = clock;
    }

    @Override
    public DumpSource open(CaptureRequest request) throws CaptureException, InterruptedException {
        Target target = Target.of(docker, request.workload());
        PostgresClient client = new PostgresClient(target);
        String what = "dump of the roles of " + target.subject();
        List<String> argv = List.of(
                "pg_dumpall",
                "-U",
                client.user(),
                "--no-password",
                "--globals-only",
                "--lock-wait-timeout=" + Math.max(1, request.lockWait().toMillis()));
        ExecStream stream = target.open(
                client.marked(
                        DumpMark.of(request.run()),
                        DATABASES.getFirst(),
                        toolbox.of(target).bounded(request.limit(), argv)),
                false);
        ExecDump.Kind kind = new ExecDump.Kind() {
            @Override
            public String what() {
                return what;
            }

            @Override
            public CaptureException explain(int exitCode, String stderr) throws InterruptedException {
                CaptureException failure =
                        PostgresFailures.explain(what, exitCode, stderr, () -> client.holders(DATABASES.getFirst()));
                return PostgresFailures.refused(stderr) ? target.refused(failure) : failure;
            }

            @Override
            public void end() throws CaptureException, InterruptedException {
                sweep(request);
            }
        };
        return new RolesDump(
                what,
                new ExecDump(stream, kind, clock, request.limit()).started(request.firstByte(), RolesScript.BEGIN));
    }

    @Override
    public StreamCheck check(CaptureRequest request) {
        return new RolesCheck("stored roles of " + Target.subject(request.workload()));
    }

    @Override
    public void sweep(CaptureRequest request) throws CaptureException, InterruptedException {
        Optional<Target> target = Target.running(docker, request.workload());
        if (target.isPresent()) {
            new PostgresClient(target.get()).end(DumpMark.of(request.run()), DATABASES);
        }
    }
}
