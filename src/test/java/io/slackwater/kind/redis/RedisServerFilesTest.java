package io.slackwater.kind.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.Look;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.docker.ExecResult;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoredFile;
import io.slackwater.kind.ServerFiles;
import io.slackwater.kind.StoredDump;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files of a running server with a volume at {@code /data}. */
class RedisServerFilesTest {

    private final Look look = new Look();
    private final ContainerBuilder server =
            ContainerBuilder.service("shop", "cache").image("redis:8").enabled();
    private String appendonly = "yes";
    private String info = "loading:0\r\nrdb_last_load_keys_loaded:998\r\nrdb_last_load_keys_expired:2\r\n";
    private String check = "[offset 9] RDB looks OK!\n[info] 1000 keys read\n[info] 2 expires\n";

    @BeforeEach
    void answer() {
        look.docker
                .answers("shop-cache-1", "sh", "redis-cli\nredis-check-rdb\n")
                .answers("shop-cache-1", "stat", "999:1000\n")
                .answers("shop-cache-1", "redis-cli", command -> {
                    String asked = String.join(" ", command.argv());
                    return new ExecResult(
                            0,
                            asked.contains("INFO")
                                    ? info
                                    : asked.contains("append*")
                                            ? "appendonly\n" + appendonly
                                                    + "\nappenddirname\nlogs\nappendfilename\na.aof\n"
                                            : asked.contains("d[ib]*")
                                                    ? "dir\n/data/redis\ndbfilename\nnow.rdb\n"
                                                    : "PONG\n",
                            "");
                })
                .runs(
                        "shop-cache-1",
                        "redis-check-rdb",
                        (_, input) -> new ExecResult(input.equals("REDIS keys") ? 0 : 1, check, ""));
    }

    private ServerFiles files() throws Exception {
        look.docker.with(server);
        Workload workload = look.look().workloads().getFirst();
        StoredDump dump = new StoredDump(
                "shop.cache.rdb",
                "5a5a5a5a",
                "rdb",
                "shop.cache.rdb.rdb",
                Map.of("appendonly", "no", "dbfilename", "then.rdb"),
                sink -> sink.write("REDIS keys".getBytes(StandardCharsets.US_ASCII)));
        return new RedisKind(look.docker, Clock.systemUTC()).serverFiles(dump, workload);
    }

    @Test
    void theServersPresentSettingsDecideWhatItLoads() throws Exception {
        server.volume("keys", "/data");
        ServerFiles files = files();

        assertThat(files.directory()).isEqualTo(Path.of("/var/lib/docker/volumes/keys/_data"));
        assertThat(files.files())
                .extracting(RestoredFile::path)
                .containsExactly("redis/now.rdb", "redis/logs/a.aof.1.base.rdb", "redis/logs/a.aof.manifest");
        assertThat(files.exchanged()).containsExactly("redis/now.rdb", "redis/logs");
    }

    @Test
    void staleAppendOnlyFilesAreRemovedFromAServerThatHasThemOff() throws Exception {
        server.volume("keys", "/data");
        appendonly = "no";
        ServerFiles files = files();

        assertThat(files.files()).extracting(RestoredFile::path).containsExactly("redis/now.rdb");
        assertThat(files.files().getFirst().owner()).isEqualTo("999:1000");
        assertThat(files.exchanged()).containsExactly("redis/now.rdb", "redis/logs");
    }

    @Test
    void theSettingsOfTheDumpCountWhileTheServerDoesNotRun() throws Exception {
        server.volume("keys", "/data").state(Container.State.EXITED);
        ServerFiles files = files();

        assertThat(files.exchanged()).containsExactly("then.rdb", "appendonly.aof");
        files.prepare();
    }

    @Test
    void theLoadedAndExpiredKeysAreThoseOfTheDump() throws Exception {
        server.volume("keys", "/data");
        ServerFiles files = files();
        files.prepare();
        files.confirm();
        assertThat(files.note()).isEmpty();

        info = info.replace("998", "3");
        assertThatThrownBy(files::confirm)
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("workload shop-cache loaded 5 keys, but snapshot 5a5a5a5a has 1000");
    }

    @Test
    void aServerThatCountsNoKeysIsNamedInTheResult() throws Exception {
        server.volume("keys", "/data");
        info = "loading:0\r\n";
        ServerFiles files = files();
        files.prepare();
        files.confirm();

        assertThat(files.note()).contains("could not be compared with the snapshot");
    }

    @Test
    void keysOnNoVolumeCannotBeReplaced() {
        assertThatThrownBy(this::files)
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("the data directory /data/redis of workload shop-cache is on no volume");
    }
}
