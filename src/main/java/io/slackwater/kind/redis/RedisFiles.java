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

    private RedisFiles() {}

    static List<RestoredFile> of(StoredDump dump) {
        Map<String, String> facts = dump.facts();
        ExecFeed.Input rdb = dump.content();
        String below = facts.getOrDefault("below", "");
        String root = below.isEmpty() ? "" : below + "/";
        String owner = facts.getOrDefault("owner", OWNER);
        RestoredFile file = new RestoredFile(root + facts.getOrDefault("dbfilename", "dump.rdb"), "", rdb);
        String log = facts.getOrDefault("appendfilename", "appendonly.aof");
        if (facts.containsKey("appendonly") && !facts.containsKey("appenddirname")) {
            // Before Redis 7 the log is one file, which may begin with a dump.
            return List.of(file, new RestoredFile(root + log, owner, rdb));
        }
        String directory = root + facts.getOrDefault("appenddirname", "appendonlydir") + "/";
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
