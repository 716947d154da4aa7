package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.app.ServiceKinds;
import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.journal.Verified;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.config.NoConfig;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which snapshots are for admins only, and which go into a server. */
class SnapshotKindsTest {

    private static final Kinds<ServiceKind> KINDS =
            new ServiceKinds(new StandInDocker(), Clock.systemUTC(), id -> false, new NoConfig()).all();

    @ParameterizedTest
    @CsvSource({"postgres, sql", "config, tar", "postgres, later", "removed, dump"})
    void rolesConfigurationsAndUnknownDumpsMayContainPasswords(String kind, String format) {
        assertThat(mayHoldPasswords(kind, format, "shop.db.x." + format)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"postgres, dump", "redis, rdb"})
    void databasesContainNoPasswordsOfTheStack(String kind, String format) {
        assertThat(mayHoldPasswords(kind, format, "shop.db.x." + format)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/shop/secrets/dbpw",
                "/srv/shop/.env",
                "/srv/shop/env",
                "/srv/shop/secrets",
                "/srv/shop",
                "/srv/volumes/shop/data",
                "/var/lib/docker/volumes",
                "/var/lib/docker/volumes/_data"
            })
    void aBindMountMayContainPasswords(String path) {
        assertThat(mayHoldPasswords("volume", "tree", path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/lib/docker/volumes/shop_files/_data",
                "/var/lib/docker/165536.165536/volumes/shop_files/_data",
                "/home/ann/.local/share/docker/volumes/shop_files/_data/subpath"
            })
    void aDockerVolumeContainsNoPasswordsOfTheStack(String path) {
        assertThat(mayHoldPasswords("volume", "tree", path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"postgres, sql, true", "postgres, dump, true", "postgres, tree, false", "redis, rdb, false"})
    void onlyDumpsOfADatabaseServerAreRestoredIntoAServer(String kind, String format, boolean into) {
        assertThat(KINDS.find(kind).orElseThrow().profile().has(KindProfile.DumpTrait.FOR_SERVER, format))
                .isEqualTo(into);
    }

    private static boolean mayHoldPasswords(String kind, String format, String file) {
        return RestorableSnapshots.mayHoldPasswords(
                new Verified(
                        "repo",
                        "5a5a5a5a",
                        "shop.db.x",
                        "r1",
                        "s1",
                        Instant.EPOCH,
                        1,
                        "",
                        file,
                        kind,
                        format,
                        Map.of()),
                KINDS);
    }
}
