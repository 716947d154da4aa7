package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotContentTest {

    @Test
    void aVerdictsFileSaysWhatItsSnapshotHolds() {
        assertThat(SnapshotContent.of("shop.db.roles.sql")).isEqualTo(SnapshotContent.ROLES);
        assertThat(SnapshotContent.of("shop.db.app.dump")).isEqualTo(SnapshotContent.DATABASE);
        assertThat(SnapshotContent.of("shop.cache.rdb.rdb")).isEqualTo(SnapshotContent.RDB);
        assertThat(SnapshotContent.of("shop.config.tar")).isEqualTo(SnapshotContent.CONFIG);
        assertThat(SnapshotContent.of("/var/lib/docker/volumes/x.sql/_data")).isEqualTo(SnapshotContent.VOLUME);
        assertThat(SnapshotContent.of("/srv/shop/dump.sql")).isEqualTo(SnapshotContent.DIRECTORY);
        assertThat(SnapshotContent.of("of-a-later-version.zst")).isEqualTo(SnapshotContent.UNKNOWN);
    }

    @Test
    void theRolesAndTheConfigurationHoldPasswordsAndSoMayWhatIsNotKnown() {
        assertThat(Arrays.stream(SnapshotContent.values()).filter(SnapshotContent::holdsPasswords))
                .containsExactly(
                        SnapshotContent.ROLES,
                        SnapshotContent.CONFIG,
                        SnapshotContent.DIRECTORY,
                        SnapshotContent.UNKNOWN);
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
    void a_bind_mount_can_hold_passwords(String path) {
        assertThat(SnapshotContent.of(path).holdsPasswords()).isTrue();
        assertThat(SnapshotContent.of(path).isTree()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/lib/docker/volumes/shop_files/_data",
                "/var/lib/docker/165536.165536/volumes/shop_files/_data",
                "/home/ann/.local/share/docker/volumes/shop_files/_data/subpath"
            })
    void a_volume_of_docker_is_not_for_admins_only(String path) {
        assertThat(SnapshotContent.of(path).holdsPasswords()).isFalse();
        assertThat(SnapshotContent.of(path).isTree()).isTrue();
    }
}
