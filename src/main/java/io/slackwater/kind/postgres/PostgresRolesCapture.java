package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.Target;
import io.slackwater.stream.DumpSource;
import java.util.List;

/** Roles, memberships, settings of roles and tablespaces of a cluster by {@code pg_dumpall --globals-only}. */
final class PostgresRolesCapture implements StreamCapture {

    private static final List<String> DATABASES = List.of("postgres", "template1");

    private final PostgresDumps dumps;

    PostgresRolesCapture(PostgresDumps dumps) {
        this.dumps = dumps;
    }

    @Override
    public DumpSource open(CaptureRequest request) throws CaptureException, InterruptedException {
        return new RolesDump(
                dumps.open(request, "dump of the roles", DATABASES, RolesCheck.BEGIN, "pg_dumpall", "--globals-only"),
                new RolesCheck(
                        "The dump of the roles of " + Target.subject(request.workload())
                                + " is not whole although it ended with exit code 0",
                        true));
    }

    @Override
    public StreamCheck check(CaptureRequest request) {
        return new RolesCheck(
                "The stored roles of " + Target.subject(request.workload()) + " are damaged or cut off", false);
    }

    @Override
    public void sweep(CaptureRequest request) throws CaptureException, InterruptedException {
        dumps.sweep(request, DATABASES);
    }
}
