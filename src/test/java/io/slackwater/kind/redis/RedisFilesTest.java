package io.slackwater.kind.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.kind.ExecFeed;
import io.slackwater.kind.RestoredFile;
import io.slackwater.kind.StoredDump;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisFilesTest {

    private static final ExecFeed.Input RDB = sink -> sink.write("REDIS".getBytes(StandardCharsets.US_ASCII));

    private static List<RestoredFile> files(Map<String, String> facts) {
        return RedisFiles.of(new StoredDump("shop.cache.rdb", "5a5a5a5a", "rdb", "shop.cache.rdb.rdb", facts, RDB));
    }

    private static String written(RestoredFile file) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.content().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aSnapshotWithoutFactsGetsTheNamesAndOwnerOfTheOfficialImage() throws Exception {
        List<RestoredFile> files = files(Map.of());
        assertThat(files)
                .extracting(RestoredFile::path)
                .containsExactly(
                        "dump.rdb", "appendonlydir/appendonly.aof.1.base.rdb", "appendonlydir/appendonly.aof.manifest");
        assertThat(files.getLast().owner()).isEqualTo("999:999");
        assertThat(written(files.getLast())).isEqualTo("file appendonly.aof.1.base.rdb seq 1 type b\n");
    }

    @Test
    void theNamesDirectoryAndOwnerOfTheServerAreUsed() throws Exception {
        List<RestoredFile> files = files(Map.of(
                "appendonly", "yes",
                "dbfilename", "my.rdb",
                "appenddirname", "log",
                "appendfilename", "my log",
                "below", "redis/db",
                "owner", "1234:5678"));
        assertThat(files)
                .extracting(RestoredFile::path)
                .containsExactly("redis/db/my.rdb", "redis/db/log/my log.1.base.rdb", "redis/db/log/my log.manifest");
        assertThat(files.getLast().owner()).isEqualTo("1234:5678");
        assertThat(written(files.getLast())).isEqualTo("file \"my log.1.base.rdb\" seq 1 type b\n");
        assertThat(written(files.getFirst())).isEqualTo("REDIS");
    }

    @Test
    void anOldServerGetsOneLogFileThatBeginsWithTheDump() throws Exception {
        List<RestoredFile> files =
                files(Map.of("appendonly", "yes", "appendfilename", "appendonly.aof", "owner", "0:0"));
        assertThat(files).extracting(RestoredFile::path).containsExactly("dump.rdb", "appendonly.aof");
        assertThat(written(files.getLast())).isEqualTo("REDIS");
    }
}
