package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SnapshotContentTest {

    @Test
    void aVerdictsFileSaysWhatItsSnapshotHolds() {
        assertThat(SnapshotContent.of("shop.db.roles.sql")).isEqualTo(SnapshotContent.ROLES);
        assertThat(SnapshotContent.of("shop.db.app.dump")).isEqualTo(SnapshotContent.DATABASE);
        assertThat(SnapshotContent.of("shop.cache.rdb.rdb")).isEqualTo(SnapshotContent.RDB);
        assertThat(SnapshotContent.of("shop.config.tar")).isEqualTo(SnapshotContent.CONFIG);
        assertThat(SnapshotContent.of("/var/lib/docker/volumes/x.sql/_data")).isEqualTo(SnapshotContent.TREE);
        assertThat(SnapshotContent.of("of-a-later-version.zst")).isEqualTo(SnapshotContent.UNKNOWN);
    }

    @Test
    void theRolesAndTheConfigurationHoldPasswordsAndSoMayWhatIsNotKnown() {
        assertThat(Arrays.stream(SnapshotContent.values()).filter(SnapshotContent::holdsPasswords))
                .containsExactly(SnapshotContent.ROLES, SnapshotContent.CONFIG, SnapshotContent.UNKNOWN);
    }
}
