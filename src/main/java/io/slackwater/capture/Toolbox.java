package io.slackwater.capture;

import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Asks each image once which programs it has. Safe for use by several threads. */
final class Toolbox {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MOST_IMAGES = 500;

    private static final List<String> PROGRAMS = List.of(
            "pg_dump",
            "pg_dumpall",
            "pg_restore",
            "psql",
            "redis-cli",
            "valkey-cli",
            "keydb-cli",
            "redis-check-rdb",
            "valkey-check-rdb",
            "keydb-check-rdb");

    private static final String SCRIPT = """
            exec 2>/dev/null
            for t in "$@"; do command -v "$t" >/dev/null && echo "$t"; done
            if timeout -k 1 5 sh -c :; then echo "timeout with kill"
            elif timeout 5 sh -c :; then echo "timeout"; fi
            exit 0
            """;

    private final Map<String, Tools> byImage = new ConcurrentHashMap<>();

    Tools of(Target target) throws CaptureException, InterruptedException {
        String image = target.container().imageId();
        Tools known = byImage.get(image);
        if (known != null) {
            return known;
        }
        Tools asked = ask(target);
        if (byImage.size() >= MOST_IMAGES) {
            byImage.clear();
        }
        byImage.put(image, asked);
        return asked;
    }

    private static Tools ask(Target target) throws CaptureException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
        argv.addAll(PROGRAMS);
        ExecResult result = target.run(new ExecCommand(argv, Map.of(), ""), LIMIT);
        if (!result.ok()) {
            return new Tools(Set.of(), false, Tools.Timeout.NONE);
        }
        Set<String> lines = new HashSet<>(result.stdout().lines().toList());
        Tools.Timeout timeout = lines.remove("timeout with kill")
                ? Tools.Timeout.WITH_KILL
                : lines.remove("timeout") ? Tools.Timeout.PLAIN : Tools.Timeout.NONE;
        return new Tools(lines, true, timeout);
    }
}
