package io.slackwater.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Runs commands in containers. Messages contain only a command's first word, because arguments may be secrets.
 *
 * <p>A loaded host may refuse a command in a new helper container. None of the command has run then, so it is tried
 * again for some seconds. In any other container a refusal is final, for example when the image has no shell.
 */
final class EngineExecs {

    private static final int TRIES = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private static final Logger LOG = Logger.getLogger(EngineExecs.class);
    private static final Duration CONTROL = Duration.ofSeconds(30);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int KEPT = 1024 * 1024;

    private final ContainerLocks turns;
    private final EngineCalls calls;

    EngineExecs(EngineCalls calls, ContainerLocks turns) {
        this.turns = turns;
        this.calls = calls;
    }

    ExecStream open(String id, ExecCommand command, boolean stdin) throws DockerException {
        return once(id, command, stdin, SocketExec.BULK_BUFFER, SocketExec.STDERR_KEPT, false);
    }

    ExecStream openInHelper(String id, ExecCommand command) throws DockerException {
        return retried(id, command, true, SocketExec.BULK_BUFFER, SocketExec.STDERR_KEPT);
    }

    private SocketExec retried(String id, ExecCommand command, boolean stdin, int buffer, int stderr)
            throws DockerException {
        long pause = FIRST_PAUSE.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return once(id, command, stdin, buffer, stderr, true);
            } catch (Refused e) {
                if (attempt == TRIES) {
                    throw e;
                }
                LOG.debugf("tried again after a refusal container=%s reason=%s", id, e.getMessage());
                LockSupport.parkNanos(pause);
                pause *= 2;
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    /**
     * Starts a command once.
     *
     * @param begun whether to wait until the command runs, and to throw Docker's reason when Docker refuses it
     */
    private SocketExec once(String id, ExecCommand command, boolean stdin, int buffer, int stderr, boolean begun)
            throws DockerException {
        String name = command.argv().isEmpty() ? "(nothing)" : command.argv().getFirst();
        String what = "'" + name + "' in container " + id;
        ContainerLocks.Turn turn = turns.command(id);
        boolean started = false;
        try {
            String exec = calls.call("run " + what, () -> create(id, command, stdin, what));
            EngineConnection connection = calls.call("start " + what, () -> start(exec, what, buffer));
            ExecEnd end = new ExecEnd(calls, exec, id, what);
            SocketExec stream = new SocketExec(what, connection, end, turn, stdin, stderr);
            started = true;
            if (begun) {
                refuse(stream, end, what);
            }
            return stream;
        } finally {
            if (!started) {
                turn.close();
            }
        }
    }

    private void refuse(SocketExec stream, ExecEnd end, String what) throws DockerException {
        boolean begun = false;
        try {
            begun = end.begun();
            if (!begun) {
                throw new Refused(
                        "Cannot start " + what + ": Docker refuses: " + reason(stream), DockerFailure.NOT_READY);
            }
        } finally {
            if (!begun) {
                stream.close();
            }
        }
    }

    /** The reason why a command did not start. Docker writes it where the command's output would be. */
    private static String reason(SocketExec stream) {
        try {
            return (stdout(stream, CONTROL) + stream.stderr()).strip();
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

    /** Docker did not run the command. */
    private static final class Refused extends DockerException {

        private static final long serialVersionUID = 1L;

        Refused(String message, DockerFailure failure) {
            super(message, failure);
        }
    }

    ExecResult exec(String id, ExecCommand command, Duration limit) throws DockerException, InterruptedException {
        return result(() -> once(id, command, false, SocketExec.SHORT_BUFFER, KEPT, false), limit);
    }

    ExecResult execInHelper(String id, ExecCommand command, Duration limit)
            throws DockerException, InterruptedException {
        return result(() -> retried(id, command, false, SocketExec.SHORT_BUFFER, KEPT), limit);
    }

    private interface Start {
        SocketExec command() throws DockerException;
    }

    private static ExecResult result(Start start, Duration limit) throws DockerException, InterruptedException {
        try (SocketExec stream = start.command()) {
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

    private String create(String id, ExecCommand command, boolean stdin, String what)
            throws IOException, DockerException {
        List<String> environment = new ArrayList<>();
        command.environment().forEach((name, value) -> environment.add(name + "=" + value));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("AttachStdin", stdin);
        body.put("AttachStdout", true);
        body.put("AttachStderr", true);
        body.put("Tty", false);
        body.put("Cmd", command.argv());
        body.put("Env", environment);
        if (!command.user().isEmpty()) {
            body.put("User", command.user());
        }
        EngineHttp.Reply reply = calls.http()
                .call(
                        "POST",
                        "/containers/" + EngineHttp.segment(id) + "/exec",
                        EngineHttp.JSON,
                        EngineHttp.MAPPER.writeValueAsBytes(body),
                        CONTROL);
        if (reply.status() == CONFLICT) {
            throw new Refused(
                    "Cannot run " + what + ": " + EngineCalls.reason(reply.text())
                            + ". Docker runs commands only in a running container:"
                            + " start or unpause the container",
                    DockerFailure.REFUSED);
        }
        return EngineCalls.accepted("run " + what, reply).json().path("Id").asText();
    }

    private EngineConnection start(String exec, String what, int buffer) throws IOException, DockerException {
        Map<String, String> headers = new LinkedHashMap<>(EngineHttp.JSON);
        headers.put("Connection", "Upgrade");
        headers.put("Upgrade", "tcp");
        byte[] body = EngineHttp.MAPPER.writeValueAsBytes(Map.of("Detach", false, "Tty", false));
        EngineConnection connection =
                calls.http().open("POST", "/exec/" + exec + "/start", headers, body, buffer, CONTROL);
        if (connection.status() == SWITCHING_PROTOCOLS || connection.status() == OK) {
            return connection;
        }
        try (ExecStream.Limit over = connection.limit(CONTROL);
                HttpBody in = new HttpBody(connection)) {
            String reason = EngineCalls.reason(new String(in.readNBytes(KEPT), StandardCharsets.UTF_8));
            throw new Refused(
                    "Cannot start " + what + ": Docker refuses (" + connection.status() + "): " + reason,
                    connection.status() >= 500 ? DockerFailure.NO_ANSWER : DockerFailure.REFUSED);
        }
    }
}
