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

/** Commands in containers. Messages name a command by its first word only: arguments can hold secrets. */
final class EngineExecs {

    private static final Duration CONTROL = Duration.ofSeconds(30);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int KEPT = 1024 * 1024;

    private final Turns turns;
    private final EngineHttp http;
    private final EngineCalls calls;

    EngineExecs(EngineHttp http, EngineCalls calls, Turns turns) {
        this.turns = turns;
        this.http = http;
        this.calls = calls;
    }

    SocketExec open(String id, ExecCommand command, boolean stdin, int buffer, int stderr) throws DockerException {
        String name = command.argv().isEmpty() ? "(nothing)" : command.argv().getFirst();
        String what = "'" + name + "' in container " + id;
        Turns.Turn turn = turns.command(id);
        boolean started = false;
        try {
            String exec = calls.call("run " + what, () -> create(id, command, stdin, what));
            EngineConnection connection = calls.call("start " + what, () -> start(exec, what, buffer));
            started = true;
            return new SocketExec(what, connection, new ExecEnd(http, calls, exec, id, what), turn, stdin, stderr);
        } finally {
            if (!started) {
                turn.close();
            }
        }
    }

    ExecResult exec(String id, ExecCommand command, Duration limit) throws DockerException, InterruptedException {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        try (SocketExec stream = open(id, command, false, SocketExec.SHORT_BUFFER, KEPT)) {
            try (EngineConnection.Limit over = stream.limit(limit)) {
                byte[] buffer = new byte[SocketExec.SHORT_BUFFER];
                for (int n = stream.read(buffer, 0, buffer.length); n >= 0; n = stream.read(buffer, 0, buffer.length)) {
                    stdout.write(buffer, 0, Math.min(n, KEPT - stdout.size()));
                }
            }
            return new ExecResult(stream.exitCode(), stdout.toString(StandardCharsets.UTF_8), stream.stderr());
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw new DockerException(String.valueOf(e.getMessage()), true, e);
        } catch (DockerException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(e);
            }
            throw e;
        }
    }

    private static InterruptedException interrupted(Exception cause) {
        boolean cleared = Thread.interrupted();
        InterruptedException interrupted =
                new InterruptedException("interrupted while a command was running: " + cleared);
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
        EngineHttp.Reply reply = http.call(
                "POST", "/containers/" + Paths.segment(id) + "/exec", EngineHttp.JSON, Json.write(body), CONTROL);
        if (reply.status() == CONFLICT) {
            throw new DockerException(
                    "Cannot run " + what + ": " + EngineCalls.reason(reply.text())
                            + ". A command runs in a running container only, so take the dump before the freeze,"
                            + " or start or unpause the container",
                    false);
        }
        if (!reply.ok()) {
            throw calls.refused("run " + what, reply);
        }
        return Json.read(reply.body()).path("Id").asText();
    }

    private EngineConnection start(String exec, String what, int buffer) throws IOException, DockerException {
        Map<String, String> headers = new LinkedHashMap<>(EngineHttp.JSON);
        headers.put("Connection", "Upgrade");
        headers.put("Upgrade", "tcp");
        byte[] body = Json.write(Map.of("Detach", false, "Tty", false));
        EngineConnection connection = http.open("POST", "/exec/" + exec + "/start", headers, body, buffer, CONTROL);
        if (connection.status() == SWITCHING_PROTOCOLS || connection.status() == OK) {
            return connection;
        }
        try (EngineConnection.Limit over = connection.limit(CONTROL);
                HttpBody in = new HttpBody(connection)) {
            String reason = EngineCalls.reason(new String(in.readNBytes(KEPT), StandardCharsets.UTF_8));
            throw new DockerException(
                    "Cannot start " + what + ": Docker refuses (" + connection.status() + "): " + reason,
                    connection.status() >= 500);
        }
    }
}
