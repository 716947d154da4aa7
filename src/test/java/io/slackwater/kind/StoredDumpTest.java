package io.slackwater.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredDumpTest {

    @Test
    void theTextOfADumpIsItsWholeContent() throws Exception {
        StoredDump dump = dump(to -> to.write("CREATE ROLE zoë;".getBytes(StandardCharsets.UTF_8)));

        assertThat(dump.text(StandardCharsets.UTF_8)).isEqualTo("CREATE ROLE zoë;");
    }

    @Test
    void anUnreadableSnapshotIsNamedWithItsCause() {
        StoredDump dump = dump(to -> {
            throw new IOException("the pipe broke");
        });

        assertThatThrownBy(() -> dump.text(StandardCharsets.UTF_8))
                .isInstanceOfSatisfying(RestoreException.class, refused -> {
                    assertThat(refused).hasMessage("reading snapshot 4f3c2a1b failed: the pipe broke");
                    assertThat(refused.reason()).isEqualTo(RestoreException.Reason.FAILED);
                    assertThat(refused.failure()).isEmpty();
                });
    }

    @Test
    void anExistingTargetIsNeverOverwritten() {
        RestoreException refused = RestoreException.exists("volume shop-data exists");

        assertThat(refused).hasMessage("volume shop-data exists, nothing is ever overwritten");
        assertThat(refused.reason()).isEqualTo(RestoreException.Reason.FAILED);
    }

    private static StoredDump dump(ExecFeed.Input content) {
        return new StoredDump("shop.db.roles", "4f3c2a1b", "sql", "roles.sql", Map.of(), content);
    }
}
