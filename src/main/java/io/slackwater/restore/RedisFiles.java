package io.slackwater.restore;

import io.slackwater.restore.TreeRestore.PlacedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Lays a Redis dump out so that it loads whatever the server's configuration: with append-only off from its dump file, with it on
 * from an append-only base file, for a server with append-only on starts <em>empty</em> beside a lone dump file and then overwrites
 * it. Names, place and owner are those of the server that was dumped; of a snapshot that does not know them, the defaults.
 */
final class RedisFiles {

    /** redis:redis in the official image. */
    private static final String OWNER = "999:999";

    private RedisFiles() {}

    /** @param facts what was journaled with the snapshot */
    static List<PlacedFile> of(ExecFeed.Input rdb, Map<String, String> facts) {
        String below = facts.getOrDefault("below", "");
        String root = below.isEmpty() ? "" : below + "/";
        String owner = facts.getOrDefault("owner", OWNER);
        PlacedFile dump = new PlacedFile(root + facts.getOrDefault("dbfilename", "dump.rdb"), "", rdb);
        String log = facts.getOrDefault("appendfilename", "appendonly.aof");
        if (facts.containsKey("appendonly") && !facts.containsKey("appenddirname")) {
            // Before Redis 7 the log is one file, which may begin with a dump.
            return List.of(dump, new PlacedFile(root + log, owner, rdb));
        }
        String directory = root + facts.getOrDefault("appenddirname", "appendonlydir") + "/";
        String base = log + ".1.base.rdb";
        byte[] manifest = ("file " + quoted(base) + " seq 1 type b\n").getBytes(StandardCharsets.UTF_8);
        return List.of(
                dump,
                new PlacedFile(directory + base, "", rdb),
                new PlacedFile(directory + log + ".manifest", owner, sink -> sink.write(manifest)));
    }

    /** As Redis itself writes a name with blanks into its manifest. */
    private static String quoted(String name) {
        return name.matches("[\\w.+-]+")
                ? name
                : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
