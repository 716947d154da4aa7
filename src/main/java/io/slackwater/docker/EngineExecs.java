package io.slackwater.docker;

import com.github.dockerjava.api.DockerClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Runs commands in containers. Messages contain only a command's first word, because arguments may be secrets.
 *
 * <p>A loaded host may refuse a command in a new helper container. The command has not run then, so it is tried again
 * for some seconds. In any other container a refusal is final, for example when the image has no shell.
 */
record EngineExecs(DockerClient client, EngineCalls calls, ContainerLocks turns) {

    private static final int TRIES = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private static final Logger LOG = Logger.getLogger(EngineExecs.class);
    private static final Duration REASON = Duration.ofSeconds(30);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int KEPT = 1024 * 1024;

    /**
     * Starts a command and connects its streams.
     *
     * @param helper whether the container is a helper
     */
    ExecStream open(String id, ExecCommand command, boolean stdin, boolean helper) throws DockerException {
        return started(id, command, stdin, helper, SocketExec.BULK_BUFFER, SocketExec.STDERR_KEPT);
    }

    /**
     * Runs a short command.
     *
     * @param helper whether the container is a helper
     */
    ExecResult exec(String id, ExecCommand command, Duration limit, boolean helper)
            throws DockerException, InterruptedException {
        try (SocketExec stream = started(id, command, false, helper, SocketExec.SHORT_BUFFER, KEPT)) {
            String stdout = stdout(stream, limit);
            return new ExecResult(stream.exitCode(), stdout, stream.stderr());
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw new DockerException(String.valueOf(e.getMessage()), DockerFailure.NO_ANSWER, e);
        } catch (DockerException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(e);
            }
            throw e;
        }
    }

    private static InterruptedException interrupted(Exception cause) {
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException("interrupted while a command was running");
        interrupted.initCause(cause);
        return interrupted;
    }

    private SocketExec started(String id, ExecCommand command, boolean stdin, boolean helper, int buffer, int stderr)
            throws DockerException {
        String name = command.argv().isEmpty() ? "(nothing)" : command.argv().getFirst();
        String what = "'" + name + "' in container " + id;
        long pause = FIRST_PAUSE.toNanos();
        for (int attempt = 1; ; attempt++) {
            SocketExec stream = once(id, command, stdin, helper, buffer, stderr, what);
            try {
                if (!helper || stream.begun()) {
                    return stream;
                }
            } catch (DockerException e) {
                stream.close();
                throw e;
            }
            String reason = reason(stream);
            LOG.debugf("a command was refused container=%s reason=%s", id, reason);
            LockSupport.parkNanos(pause);
            pause *= 2;
            if (attempt == TRIES || Thread.currentThread().isInterrupted()) {
                throw new DockerException(
                        "Cannot start " + what + ": Docker refuses: " + reason, DockerFailure.NOT_READY);
            }
        }
    }

    private SocketExec once(
            String id, ExecCommand command, boolean stdin, boolean helper, int buffer, int stderr, String what)
            throws DockerException {
        // Nothing pauses a helper.
        ContainerLocks.Turn turn = helper ? () -> {} : turns.command(id);
        try {
            String exec = calls.call("run " + what, () -> create(id, command, stdin));
            EngineConnection connection = calls.call("start " + what, () -> start(exec, buffer));
            return new SocketExec(what, connection, new ExecEnd(calls, exec, id, what), turn, stdin, stderr);
        } catch (DockerException e) {
            turn.close();
            throw e;
        }
    }

    private String create(String id, ExecCommand command, boolean stdin) {
        return client.execCreateCmd(id)
                .withAttachStdin(stdin)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withCmd(command.argv().toArray(String[]::new))
                .withEnv(command.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList())
                .withUser(command.user())
                .exec()
                .getId();
    }

    /** Starts the command as docker-java does not: the connection stays open for its streams. */
    private EngineConnection start(String exec, int buffer) throws IOException {
        Map<String, String> headers =
                Map.of("Content-Type", "application/json", "Connection", "Upgrade", "Upgrade", "tcp");
        byte[] body = EngineHttp.MAPPER.writeValueAsBytes(Map.of("Detach", false, "Tty", false));
        EngineConnection connection =
                calls.http().open("POST /exec/" + exec + "/start HTTP/1.1", headers, body, buffer);
        if (connection.status() != SWITCHING_PROTOCOLS && connection.status() != OK) {
            connection.close();
            throw new com.github.dockerjava.api.exception.DockerException(
                    "the container does not run any more", connection.status());
        }
        return connection;
    }

    /** The reason why a command did not start. Docker writes it where the command's output would be. */
    private static String reason(SocketExec stream) {
        try (stream) {
            return (stdout(stream, REASON) + stream.stderr()).strip();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Reads stdout to its end and returns the first MiB. */
    private static String stdout(SocketExec stream, Duration limit) throws IOException {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        try (ExecStream.Limit over = stream.limit(limit)) {
            byte[] buffer = new byte[SocketExec.SHORT_BUFFER];
            for (int n = stream.read(buffer, 0, buffer.length); n >= 0; n = stream.read(buffer, 0, buffer.length)) {
                stdout.write(buffer, 0, Math.min(n, KEPT - stdout.size()));
            }
        }
        return stdout.toString(StandardCharsets.UTF_8);
    }
}
