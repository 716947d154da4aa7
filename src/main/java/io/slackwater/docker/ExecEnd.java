package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Determines how a command ended, after the end of its output stream. The stream may end slightly before Docker
 * registers the exit. It may also end because the connection broke while the command still runs. If the command still
 * lives 100 ms later, the connection broke.
 */
record ExecEnd(EngineCalls calls, String exec, String container, String what) {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Docker knows most exit codes within a few milliseconds. */
    private static final long FIRST_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LIVES_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long UNCLEAR_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long BEGIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** Interprets Docker's description of the command; empty to ask again. */
    @FunctionalInterface
    private interface Judgement<T> {
        Optional<T> of(JsonNode state, long waited) throws DockerException;
    }

    /**
     * Waits until Docker has started or refused the command. A refused command has exit code 126 and no process id; a
     * command may also exit with 126 itself.
     *
     * @return false when Docker refused the command
     */
    boolean begun() throws DockerException {
        return poll((state, waited) -> {
            if (state.path("Pid").asLong(0) > 0) {
                return Optional.of(true);
            }
            JsonNode code = state.path("ExitCode");
            if (!state.path("Running").asBoolean(true) && code.isIntegralNumber()) {
                return Optional.of(code.intValue() == 0);
            }
            if (waited > BEGIN_NANOS) {
                throw new DockerException(
                        "Docker has neither started nor refused " + what + " within 60 s", DockerFailure.NO_ANSWER);
            }
            return Optional.empty();
        });
    }

    int exitCode() throws DockerException {
        return poll((state, waited) -> {
            if (!state.path("Running").asBoolean(true)) {
                JsonNode code = state.path("ExitCode");
                if (!code.isIntegralNumber()) {
                    throw new DockerException("Docker reports no exit code of " + what, DockerFailure.NO_ANSWER);
                }
                return Optional.of(code.intValue());
            }
            if (waited > LIVES_AFTER_NANOS) {
                Process process = process(state.path("Pid").asLong(0));
                if (process == Process.LIVES || waited > (process == Process.UNCLEAR ? UNCLEAR_NANOS : GIVE_UP_NANOS)) {
                    throw new DockerException(
                            "The stream of " + what + " was cut short: it has ended, but the command is still running",
                            DockerFailure.NO_ANSWER);
                }
            }
            return Optional.empty();
        });
    }

    private <T> T poll(Judgement<T> judgement) throws DockerException {
        long start = System.nanoTime();
        long pause = FIRST_POLL_NANOS;
        while (true) {
            Optional<T> known = judgement.of(state(), System.nanoTime() - start);
            if (known.isPresent()) {
                return known.get();
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, POLL_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new DockerException(
                        "Cannot read the state of " + what + ": interrupted", DockerFailure.NO_ANSWER);
            }
        }
    }

    private JsonNode state() throws DockerException {
        return calls.read("read the exit code of " + what, "/exec/" + exec + "/json", LIMIT);
    }

    private enum Process {
        LIVES,
        GONE,
        UNCLEAR
    }

    /**
     * Whether the process lives and is no zombie. Docker runs the host's {@code ps} for this, which small hosts lack.
     */
    private Process process(long pid) throws DockerException {
        return calls.call("read the exit code of " + what, () -> {
            EngineHttp.Reply reply =
                    calls.http().get("/containers/" + container + "/top?ps_args=-eo%20pid,stat", LIMIT);
            if (!reply.ok() || pid <= 0) {
                return Process.UNCLEAR;
            }
            for (JsonNode process : reply.json().path("Processes")) {
                if (process.path(0).asLong() == pid) {
                    return process.path(1).asText().startsWith("Z") ? Process.GONE : Process.LIVES;
                }
            }
            return Process.GONE;
        });
    }
}
