package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Determines how a command ended, after the end of its output stream. The stream may end slightly before Docker
 * registers the exit. It may also end because the connection broke while the command still runs. If the command still
 * lives 100 ms later, the connection broke.
 */
record ExecEnd(EngineCalls calls, String exec, String container, String what) {

    /**
     * The wait before Slackwater asks Docker for the exit code a second time. It is short, because Docker knows most exit
     * codes within a few milliseconds. Each later wait is twice as long, up to {@link #POLL_NANOS}.
     */
    private static final long FIRST_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LIVES_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long UNCLEAR_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long BEGIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** Judges Docker's description of the command: true when it is final, false to ask again. */
    @FunctionalInterface
    private interface Judgement {
        boolean complete(JsonNode state, long waited) throws DockerException;
    }

    /**
     * Waits until Docker has started or refused the command. A refused command has exit code 126 and no process id; a
     * command may also exit with 126 itself.
     *
     * @return false when Docker refused the command
     */
    boolean begun() throws DockerException {
        JsonNode state = poll((now, waited) -> {
            if (waited > BEGIN_NANOS) {
                throw new DockerException(
                        "Docker has neither started nor refused " + what + " within 60 s", DockerFailure.NO_ANSWER);
            }
            return pid(now) > 0 || ended(now);
        });
        return pid(state) > 0 || state.path("ExitCode").asInt() == 0;
    }

    int exitCode() throws DockerException {
        JsonNode state = poll((now, waited) -> {
            if (ended(now)) {
                return true;
            }
            if (waited > LIVES_AFTER_NANOS) {
                Process process = process(pid(now));
                if (process == Process.LIVES || waited > (process == Process.UNCLEAR ? UNCLEAR_NANOS : GIVE_UP_NANOS)) {
                    throw new DockerException(
                            "The stream of " + what
                                    + " was cut short: it has ended, but Docker reports no end of the command",
                            DockerFailure.NO_ANSWER);
                }
            }
            return false;
        });
        return state.path("ExitCode").intValue();
    }

    private static long pid(JsonNode state) {
        return state.path("Pid").asLong(0);
    }

    private static boolean ended(JsonNode state) {
        return !state.path("Running").asBoolean(true) && state.path("ExitCode").isIntegralNumber();
    }

    private JsonNode poll(Judgement judgement) throws DockerException {
        long start = System.nanoTime();
        for (long pause = FIRST_POLL_NANOS; ; pause = Math.min(2 * pause, POLL_NANOS)) {
            JsonNode state = calls.read("read the exit code of " + what, "/exec/" + exec + "/json");
            if (judgement.complete(state, System.nanoTime() - start)) {
                return state;
            }
            LockSupport.parkNanos(pause);
            if (Thread.currentThread().isInterrupted()) {
                throw new DockerException(
                        "Cannot read the state of " + what + ": interrupted", DockerFailure.NO_ANSWER);
            }
        }
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
            if (pid <= 0) {
                return Process.UNCLEAR;
            }
            try {
                JsonNode top = calls.http()
                        .get("/containers/" + container + "/top?ps_args=-eo%20pid,stat")
                        .json();
                return top.path("Processes")
                        .valueStream()
                        .filter(process -> process.path(0).asLong() == pid)
                        .map(process -> process.path(1).asText().startsWith("Z") ? Process.GONE : Process.LIVES)
                        .findFirst()
                        .orElse(Process.GONE);
            } catch (com.github.dockerjava.api.exception.DockerException e) {
                return Process.UNCLEAR;
            }
        });
    }
}
