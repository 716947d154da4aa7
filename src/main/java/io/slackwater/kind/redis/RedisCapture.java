package io.slackwater.kind.redis;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.ExecDump;
import io.slackwater.capture.Leftovers;
import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.Target;
import io.slackwater.capture.Toolbox;
import io.slackwater.capture.Tools;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.ExecStream;
import io.slackwater.journal.EndCause;
import io.slackwater.stream.DumpSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Dumps the whole content of a Redis or Valkey server with {@code redis-cli --rdb -}. The server forks about five
 * seconds after the request ({@code repl-diskless-sync-delay}). The dump shows that moment, and no byte is sent before
 * it.
 */
record RedisCapture(Docker docker, Toolbox toolbox, Clock clock) implements StreamCapture {

    /** The programs that check a dump file. */
    static final String[] CHECKS = {"redis-check-rdb", "valkey-check-rdb", "keydb-check-rdb"};

    private static final String MAGIC_REDIS = "REDIS";
    private static final String MAGIC_VALKEY = "VALKEY";
    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Pattern OWNER = Pattern.compile("\\d+:\\d+");
    private static final Set<String> FACTS =
            Set.of("appendonly", "appendfilename", "appenddirname", "dir", "dbfilename");

    @Override
    public DumpSource open(CaptureRequest request) throws CaptureException, InterruptedException {
        Target target = Target.of(docker, request.workload());
        RedisClient client = new RedisClient(target, toolbox.of(target));
        String what = "dump of " + target.subject();
        ExecStream stream = target.open(client.dump(DumpMark.of(request.run()), request.limit()), false);
        ExecDump.Command command = new ExecDump.Command(
                what,
                (code, stderr) -> target.explain(RedisFailures.FAILURES, what, code, stderr),
                () -> sweep(request));
        return new RdbDump(new ExecDump(stream, command, clock, request.limit())
                .started(request.firstByte(), MAGIC_REDIS, MAGIC_VALKEY));
    }

    @Override
    public StreamCheck check(CaptureRequest request) throws CaptureException, InterruptedException {
        String what = "stored dump of " + Target.subject(request.workload());
        try {
            Optional<Target> target = Target.running(docker, request.workload());
            RdbCheck check = new RdbCheck(what);
            if (target.isEmpty()) {
                return check;
            }
            Tools tools = toolbox.of(target.get());
            Optional<String> program = tools.first(CHECKS);
            if (program.isEmpty()) {
                return check;
            }
            // Runs as root, because root owns the pipe behind /dev/stdin, and opening that by name needs permission.
            ExecCommand command = new ExecCommand(
                    tools.bounded(request.limit(), List.of(program.get(), "/dev/stdin")),
                    Map.of(DumpMark.VARIABLE, DumpMark.of(request.run()).value()),
                    "0");
            return check.with(target.get().open(command, true), request.limit(), () -> sweep(request));
        } catch (CaptureException e) {
            throw new CaptureException("Could not verify the " + what + ": " + e.getMessage(), EndCause.NOT_CHECKED, e);
        }
    }

    @Override
    public Map<String, String> facts(CaptureRequest request) throws CaptureException, InterruptedException {
        return facts(Target.of(docker, request.workload()));
    }

    /** The settings that decide from which files the server loads its keys. */
    Map<String, String> facts(Target target) throws CaptureException, InterruptedException {
        RedisClient client = new RedisClient(target, toolbox.of(target));
        Map<String, String> facts = new TreeMap<>();
        // Patterns that match no secret; only newer servers take several names at once.
        for (String pattern : List.of("append*", "d[ib]*")) {
            client.settings(pattern).forEach((name, value) -> {
                if (FACTS.contains(name)) {
                    facts.put(name, value);
                }
            });
        }
        String dir = facts.getOrDefault("dir", "");
        if (dir.startsWith("/")) {
            facts.put("below", below(target.container(), Path.of(dir)));
            owner(target, dir).ifPresent(owner -> facts.put("owner", owner));
        }
        return facts;
    }

    /** The path of the server's directory inside its volume. A restore writes the files to the same path. */
    private static String below(Container container, Path dir) {
        return container.mounts().stream()
                .map(mount -> Path.of(mount.destination()))
                .filter(dir::startsWith)
                .max(Comparator.comparingInt(Path::getNameCount))
                .map(mount -> mount.relativize(dir).toString())
                .orElse("");
    }

    private static Optional<String> owner(Target target, String dir) throws CaptureException, InterruptedException {
        ExecResult asked = target.run(ExecCommand.of("stat", "-c", "%u:%g", dir), SHORT);
        String owner = asked.stdout().strip();
        return asked.ok() && OWNER.matcher(owner).matches() ? Optional.of(owner) : Optional.empty();
    }

    @Override
    public void sweep(CaptureRequest request) throws CaptureException, InterruptedException {
        Optional<Target> target = Target.running(docker, request.workload());
        if (target.isPresent()) {
            Leftovers.end(docker, target.get().container(), DumpMark.of(request.run()));
        }
    }
}
