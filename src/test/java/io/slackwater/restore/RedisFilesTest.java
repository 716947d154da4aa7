package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.restore.TreeRestore.PlacedFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisFilesTest {

    private static final ExecFeed.Input RDB = sink -> sink.write("REDIS".getBytes(StandardCharsets.US_ASCII));

    private static String written(PlacedFile file) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.content().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_snapshot_without_facts_gets_the_official_images_names_and_owner() throws Exception {
        List<PlacedFile> files = RedisFiles.of(RDB, Map.of());
        assertThat(files)
                .extracting(PlacedFile::path)
                .containsExactly(
                        "dump.rdb", "appendonlydir/appendonly.aof.1.base.rdb", "appendonlydir/appendonly.aof.manifest");
        assertThat(files.getLast().owner()).isEqualTo("999:999");
        assertThat(written(files.getLast())).isEqualTo("file appendonly.aof.1.base.rdb seq 1 type b\n");
    }

    @Test
    void the_servers_own_names_place_and_owner_are_used() throws Exception {
        List<PlacedFile> files = RedisFiles.of(
                RDB,
                Map.of(
                        "appendonly", "yes",
                        "dbfilename", "my.rdb",
                        "appenddirname", "log",
                        "appendfilename", "my log",
                        "below", "redis/db",
                        "owner", "1234:5678"));
        assertThat(files)
                .extracting(PlacedFile::path)
                .containsExactly("redis/db/my.rdb", "redis/db/log/my log.1.base.rdb", "redis/db/log/my log.manifest");
        assertThat(files.getLast().owner()).isEqualTo("1234:5678");
        assertThat(written(files.getLast())).isEqualTo("file \"my log.1.base.rdb\" seq 1 type b\n");
        assertThat(written(files.getFirst())).isEqualTo("REDIS");
    }

    @Test
    void an_older_server_gets_its_log_as_one_file_that_begins_with_the_dump() throws Exception {
        List<PlacedFile> files =
                RedisFiles.of(RDB, Map.of("appendonly", "yes", "appendfilename", "appendonly.aof", "owner", "0:0"));
        assertThat(files).extracting(PlacedFile::path).containsExactly("dump.rdb", "appendonly.aof");
        assertThat(written(files.getLast())).isEqualTo("REDIS");
    }
}
