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

/** Finds which programs an image contains. Examines each image once. Safe for use by several threads. */
public final class Toolbox {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String SCRIPT = """
            exec 2>/dev/null
            for t in "$@"; do command -v "$t" >/dev/null && echo "$t"; done
            if timeout -k 1 5 sh -c :; then echo "timeout -k 10"
            elif timeout 5 sh -c :; then echo "timeout"; fi
            exit 0
            """;

    /** The result for an image that could not be examined. */
    static final Tools UNKNOWN = new Tools(Set.of(), false, List.of());

    private final List<String> programs;
    private final Map<String, Tools> byImage = new ConcurrentHashMap<>();

    /** @param programs the names of the programs to look for; the program {@code timeout} is always looked for */
    public Toolbox(List<String> programs) {
        this.programs = List.copyOf(programs);
    }

    public Tools of(Target target) throws CaptureException, InterruptedException {
        String image = target.container().imageId();
        Tools known = byImage.get(image);
        if (known != null) {
            return known;
        }
        List<String> argv = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
        argv.addAll(programs);
        ExecResult result = target.run(new ExecCommand(argv, Map.of(), ""), LIMIT);
        if (!result.ok()) {
            return UNKNOWN;
        }
        Tools found = found(result.stdout());
        byImage.put(image, found);
        return found;
    }

    /** Reads the output of the script. */
    static Tools found(String output) {
        List<String> lines = output.lines().toList();
        List<String> timeout = lines.stream()
                .filter(line -> line.startsWith("timeout"))
                .findFirst()
                .map(line -> List.of(line.split(" ")))
                .orElse(List.of());
        return new Tools(new HashSet<>(lines), true, timeout);
    }
}
