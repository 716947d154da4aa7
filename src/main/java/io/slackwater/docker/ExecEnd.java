package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Determines how an exec ended, after the end of its stream. The stream may end just before Docker registers the exit. It may
 * also end because the connection broke between two frames while the command still runs. If the command is still alive a little
 * later, the connection broke.
 */
final class ExecEnd {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Most ends are known within a few milliseconds: asked soon at first, then less and less often. */
    private static final long FIRST_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LIVES_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long UNCLEAR_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long BEGIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final EngineHttp http;
    private final EngineCalls calls;
    private final String exec;
    private final String container;
    private final String what;

    ExecEnd(EngineHttp http, EngineCalls calls, String exec, String container, String what) {
        this.http = http;
        this.calls = calls;
        this.exec = exec;
        this.container = container;
        this.what = what;
    }

    /**
     * Waits until Docker has started the command, or has refused to. A refused command has an exit code (126) but no process id.
     * The code alone could also come from the command.
     *
     * @return false when it was refused
     */
    boolean begun() throws DockerException {
        long start = System.nanoTime();
        long poll = FIRST_POLL_NANOS;
        while (true) {
            JsonNode state = inspect();
            if (state.path("Pid").asLong(0) > 0) {
                return true;
            }
            JsonNode code = state.path("ExitCode");
            if (!state.path("Running").asBoolean(true) && code.isIntegralNumber()) {
                return code.intValue() == 0;
            }
            if (System.nanoTime() - start > BEGIN_NANOS) {
                throw new DockerException("Docker neither starts nor refuses " + what, true);
            }
            LockSupport.parkNanos(poll);
            poll = Math.min(2 * poll, POLL_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new DockerException("Cannot learn whether " + what + " was started: interrupted", true);
            }
        }
    }

    int exitCode() throws DockerException {
        long start = System.nanoTime();
        long poll = FIRST_POLL_NANOS;
        while (true) {
            JsonNode state = inspect();
            if (!state.path("Running").asBoolean(true)) {
                JsonNode code = state.path("ExitCode");
                if (!code.isIntegralNumber()) {
                    throw new DockerException("Docker does not know how " + what + " ended: it has no exit code", true);
                }
                return code.intValue();
            }
            long waited = System.nanoTime() - start;
            if (waited > LIVES_AFTER_NANOS) {
                Process process = process(state.path("Pid").asLong(0));
                if (process == Process.LIVES || waited > (process == Process.UNCLEAR ? UNCLEAR_NANOS : GIVE_UP_NANOS)) {
                    throw new DockerException(
                            "The stream of " + what + " was cut: it has ended, but the command is still running", true);
                }
            }
            LockSupport.parkNanos(poll);
            poll = Math.min(2 * poll, POLL_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new DockerException("Cannot learn how " + what + " ended: interrupted", true);
            }
        }
    }

    private JsonNode inspect() throws DockerException {
        String asked = "learn how " + what + " ended";
        return calls.call(asked, () -> {
            EngineHttp.Reply reply = http.get("/exec/" + exec + "/json", LIMIT);
            if (!reply.ok()) {
                throw calls.refused(asked, reply);
            }
            return Json.read(reply.body());
        });
    }

    private enum Process {
        LIVES,
        GONE,
        UNCLEAR
    }

    /** Whether the process is still there and no zombie. Docker runs the host's {@code ps}, which small hosts lack. */
    private Process process(long pid) throws DockerException {
        EngineHttp.Reply reply;
        try {
            reply = http.get("/containers/" + container + "/top?ps_args=-eo%20pid,stat", LIMIT);
        } catch (IOException e) {
            throw calls.unreachable("learn how " + what + " ended", e);
        }
        if (!reply.ok() || pid <= 0) {
            return Process.UNCLEAR;
        }
        try {
            for (JsonNode process : Json.read(reply.body()).path("Processes")) {
                if (process.path(0).asLong() == pid) {
                    return process.path(1).asText().startsWith("Z") ? Process.GONE : Process.LIVES;
                }
            }
            return Process.GONE;
        } catch (IOException e) {
            throw calls.unreachable("learn how " + what + " ended", e);
        }
    }
}
