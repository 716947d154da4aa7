package io.slackwater.kind.redis;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.Target;
import io.slackwater.capture.Tools;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server's own client in a workload's container. The password goes through the environment, never through argv. */
final class RedisClient {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Target target;
    private final Tools tools;
    private final String program;

    RedisClient(Target target, Tools tools) throws CaptureException {
        this.target = target;
        this.tools = tools;
        this.program = tools.first("redis-cli", "valkey-cli", "keydb-cli")
                .orElseThrow(() -> new CaptureException(
                        "The container of " + target.subject()
                                + " has neither redis-cli nor valkey-cli. Use an image with its client, or copy the volume with"
                                + " slackwater.kind=volume",
                        false));
    }

    private List<String> argv(String... arguments) {
        List<String> argv = new ArrayList<>(List.of(program));
        List<String> server = target.container().command();
        int port = server.lastIndexOf("--port");
        if (port >= 0 && port + 1 < server.size() && server.get(port + 1).matches("[1-9][0-9]*")) {
            argv.addAll(List.of("-p", server.get(port + 1)));
        }
        target.workload().signIn().user().ifPresent(user -> argv.addAll(List.of("--user", user)));
        argv.addAll(List.of(arguments));
        return argv;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        target.workload().signIn().password().ifPresent(password -> {
            environment.put("REDISCLI_AUTH", password.reveal());
            environment.put("VALKEYCLI_AUTH", password.reveal());
        });
        return environment;
    }

    /** Writes the current content as an RDB to stdout, sometimes with 40 extra bytes at the end. */
    ExecCommand dump(DumpMark mark, Duration limit) {
        Map<String, String> environment = environment();
        environment.put(DumpMark.VARIABLE, mark.value());
        return new ExecCommand(tools.bounded(limit, argv("--rdb", "-")), environment, "");
    }

    /** Settings whose names match the pattern; empty without permission. */
    Map<String, String> settings(String pattern) throws CaptureException, InterruptedException {
        ExecResult result =
                target.run(new ExecCommand(argv("--raw", "CONFIG", "GET", pattern), environment(), ""), LIMIT);
        List<String> lines = result.stdout().lines().toList();
        if (!result.ok()
                || lines.size() % 2 != 0
                || (!lines.isEmpty() && lines.getFirst().contains(" "))) {
            return Map.of();
        }
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < lines.size(); i += 2) {
            settings.put(lines.get(i), lines.get(i + 1));
        }
        return settings;
    }
}
