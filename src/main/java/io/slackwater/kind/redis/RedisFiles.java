package io.slackwater.kind.redis;

import io.slackwater.kind.ExecFeed;
import io.slackwater.kind.RestoredFile;
import io.slackwater.kind.StoredDump;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Turns a dump into files that Redis loads with any configuration: a dump file, and an append-only base file. A server
 * with {@code appendonly yes} ignores a dump file, starts <em>empty</em> and overwrites it. Names, directory and owner
 * are those of the original server, or defaults.
 */
final class RedisFiles {

    /** The user and group {@code redis} in the official image. */
    private static final String OWNER = "999:999";

    private static final String LOG = "appendonly.aof";

    private static final String LOGS = "appendonlydir";

    private RedisFiles() {}

    /** The files that a server with exactly these settings loads. Without {@code appendonly}, only the dump file. */
    static List<RestoredFile> loaded(StoredDump dump) {
        Map<String, String> facts = dump.facts();
        return facts.getOrDefault("appendonly", "").equals("no")
                ? List.of(new RestoredFile(names(facts).getFirst(), facts.getOrDefault("owner", OWNER), dump.content()))
                : of(dump);
    }

    /** The paths of the dump file and of the append-only files, whether the server uses them or not. */
    static List<String> names(Map<String, String> facts) {
        String root = root(facts);
        return List.of(
                root + facts.getOrDefault("dbfilename", "dump.rdb"),
                root
                        + (single(facts)
                                ? facts.getOrDefault("appendfilename", LOG)
                                : facts.getOrDefault("appenddirname", LOGS)));
    }

    private static String root(Map<String, String> facts) {
        String below = facts.getOrDefault("below", "");
        return below.isEmpty() ? "" : below + "/";
    }

    /** Before Redis 7 the log is one file, which may begin with a dump. */
    private static boolean single(Map<String, String> facts) {
        return facts.containsKey("appendonly") && !facts.containsKey("appenddirname");
    }

    static List<RestoredFile> of(StoredDump dump) {
        Map<String, String> facts = dump.facts();
        ExecFeed.Input rdb = dump.content();
        String root = root(facts);
        String owner = facts.getOrDefault("owner", OWNER);
        RestoredFile file = new RestoredFile(root + facts.getOrDefault("dbfilename", "dump.rdb"), "", rdb);
        String log = facts.getOrDefault("appendfilename", LOG);
        if (single(facts)) {
            return List.of(file, new RestoredFile(root + log, owner, rdb));
        }
        String directory = root + facts.getOrDefault("appenddirname", LOGS) + "/";
        String base = log + ".1.base.rdb";
        byte[] manifest = ("file " + quoted(base) + " seq 1 type b\n").getBytes(StandardCharsets.UTF_8);
        return List.of(
                file,
                new RestoredFile(directory + base, "", rdb),
                new RestoredFile(directory + log + ".manifest", owner, sink -> sink.write(manifest)));
    }

    /** Quotes a name that has blanks, as Redis does in the manifest of its append-only files. */
    private static String quoted(String name) {
        return name.matches("[\\w.+-]+")
                ? name
                : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
