package io.slackwater.restore;

import io.slackwater.restore.TreeRestore.PlacedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lays a Redis dump out so that it loads whatever the server's configuration: with append-only off from {@code dump.rdb}, with it on
 * from an append-only base file, for a server with append-only on starts <em>empty</em> beside a lone {@code dump.rdb} and then
 * overwrites it.
 */
final class RedisFiles {

    /** redis:redis in the official image. */
    private static final String OWNER = "999:999";

    private static final String BASE = "appendonly.aof.1.base.rdb";

    private RedisFiles() {}

    static List<PlacedFile> of(ExecFeed.Input rdb) {
        byte[] manifest = ("file " + BASE + " seq 1 type b\n").getBytes(StandardCharsets.US_ASCII);
        return List.of(
                new PlacedFile("dump.rdb", "", rdb),
                new PlacedFile("appendonlydir/" + BASE, "", rdb),
                new PlacedFile("appendonlydir/appendonly.aof.manifest", OWNER, sink -> sink.write(manifest)));
    }
}
