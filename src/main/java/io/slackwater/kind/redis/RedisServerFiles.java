package io.slackwater.kind.redis;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.Target;
import io.slackwater.capture.Toolbox;
import io.slackwater.capture.Tools;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Docker;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.Mount;
import io.slackwater.kind.ExecFeed;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoredFile;
import io.slackwater.kind.ServerFiles;
import io.slackwater.kind.StoredDump;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files from which a server loads its keys: the dump file, and with {@code appendonly yes} the append-only files. The
 * server's present settings decide; the settings of the dump's time count only while the server does not run.
 */
final class RedisServerFiles implements ServerFiles {

    private static final Duration CHECK = Duration.ofHours(1);
    private static final Duration LOADING = Duration.ofMinutes(30);
    private static final Duration NO_ANSWER = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
    private static final Pattern KEYS_READ = Pattern.compile("(\\d+) keys read");

    private final Docker docker;
    private final Toolbox toolbox;
    private final Clock clock;
    private final Workload server;
    private final StoredDump dump;
    private final Path directory;
    private OptionalLong keys = OptionalLong.empty();
    private String note = "";

    private RedisServerFiles(
            Docker docker, Toolbox toolbox, Clock clock, Workload server, StoredDump dump, Path directory) {
        this.docker = docker;
        this.toolbox = toolbox;
        this.clock = clock;
        this.server = server;
        this.dump = dump;
        this.directory = directory;
    }

    static RedisServerFiles of(RedisCapture capture, Workload server, StoredDump dump)
            throws RestoreException, InterruptedException {
        Map<String, String> facts = new TreeMap<>(dump.facts());
        try {
            Optional<Target> target = Target.running(capture.docker(), server);
            if (target.isPresent()) {
                facts.putAll(capture.facts(target.get()));
            }
        } catch (CaptureException e) {
            throw RestoreException.failed("reading the settings of workload " + server.id(), e);
        }
        String data = facts.getOrDefault("dir", "/data");
        Mount mount = Mount.holding(server.container().mounts(), Path.of(data))
                .filter(one -> one.type() == Mount.Type.VOLUME || one.type() == Mount.Type.BIND)
                .orElseThrow(() -> new RestoreException(
                        RestoreException.Reason.INVALID,
                        "the data directory " + data + " of workload " + server.id()
                                + " is on no volume, so it is lost with the container. Mount a volume there"));
        facts.put(
                "below", Path.of(mount.destination()).relativize(Path.of(data)).toString());
        StoredDump current =
                new StoredDump(dump.dataset(), dump.snapshot(), dump.format(), dump.file(), facts, dump.content());
        return new RedisServerFiles(
                capture.docker(), capture.toolbox(), capture.clock(), server, current, mount.source());
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public List<RestoredFile> files() {
        return RedisFiles.loaded(dump);
    }

    @Override
    public List<String> exchanged() {
        return RedisFiles.names(dump.facts());
    }

    @Override
    public void prepare() throws RestoreException, InterruptedException {
        try {
            Optional<Target> target = Target.running(docker, server);
            if (target.isEmpty()) {
                return;
            }
            Tools tools = toolbox.of(target.get());
            Optional<String> check = tools.first(RedisCapture.CHECKS);
            if (check.isEmpty()) {
                return;
            }
            // Runs as root, because root owns the pipe behind /dev/stdin.
            ExecCommand command =
                    new ExecCommand(tools.bounded(CHECK, List.of(check.get(), "/dev/stdin")), Map.of(), "0");
            String report = new ExecFeed(
                            one -> docker.open(target.get().container().id(), one, true))
                    .run(
                            command,
                            dump.content(),
                            stdout -> new String(stdout.readAllBytes(), StandardCharsets.UTF_8),
                            "counting the keys of snapshot " + dump.snapshot());
            Matcher found = KEYS_READ.matcher(report);
            keys = found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
        } catch (CaptureException e) {
            throw RestoreException.failed("counting the keys of snapshot " + dump.snapshot(), e);
        }
    }

    @Override
    public void confirm() throws RestoreException, InterruptedException {
        Instant began = clock.instant();
        Map<String, String> info = info();
        while (loading(info) && clock.instant().isBefore(began.plus(info.isEmpty() ? NO_ANSWER : LOADING))) {
            Thread.sleep(LOOK_AGAIN);
            info = info();
        }
        OptionalLong loaded = loaded(info);
        if (keys.isEmpty() || loaded.isEmpty()) {
            note = "the number of keys that workload " + server.id()
                    + " loaded could not be compared with the snapshot: its image or its user lacks redis-check-rdb or INFO";
        } else if (loading(info) || loaded.getAsLong() != keys.getAsLong()) {
            throw new RestoreException(
                    "workload " + server.id() + " loaded " + loaded.getAsLong() + " keys, but snapshot "
                            + dump.snapshot() + " has " + keys.getAsLong() + "; its log shows the cause: docker logs "
                            + server.container().name());
        }
    }

    private static boolean loading(Map<String, String> info) {
        return !info.getOrDefault("loading", "1").equals("0");
    }

    /** The keys of the last load, with those that had expired. Empty before Redis 7, which does not count them. */
    private static OptionalLong loaded(Map<String, String> info) {
        String loaded = info.getOrDefault("rdb_last_load_keys_loaded", "");
        String expired = info.getOrDefault("rdb_last_load_keys_expired", "");
        return loaded.isEmpty() || expired.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(loaded) + Long.parseLong(expired));
    }

    private Map<String, String> info() throws RestoreException, InterruptedException {
        try {
            Optional<Target> target = Target.running(docker, server);
            return target.isEmpty()
                    ? Map.of()
                    : new RedisClient(target.get(), toolbox.of(target.get())).info("persistence");
        } catch (CaptureException e) {
            throw RestoreException.failed("asking workload " + server.id() + " for its keys", e);
        }
    }

    @Override
    public String note() {
        return note;
    }
}
