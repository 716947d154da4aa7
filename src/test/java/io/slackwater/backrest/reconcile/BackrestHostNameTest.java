package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class BackrestHostNameTest {

    @Test
    void differentNamesAreNoConflict() {
        assertThat(BackrestHostName.conflict("slackwater", Set.of("backrest"))).isEmpty();
        assertThat(BackrestHostName.conflict("slackwater", Set.of())).isEmpty();
    }

    @Test
    void equalNamesAreAConflictWithTheirValueAndRemedy() {
        assertThat(BackrestHostName.conflict("nas", Set.of("nas"))).hasValueSatisfying(conflict -> {
            assertThat(conflict.subject()).hasToString("host name");
            assertThat(conflict.what())
                    .contains("Slackwater")
                    .contains("Backrest")
                    .contains("'nas'");
            assertThat(conflict.remedy()).contains("hostname: slackwater").contains("hostname: backrest");
        });
    }

    @Test
    void aBackrestWithAnEqualHostNameIsAConflict() {
        assertThat(BackrestHostName.conflict("nas", Set.of("backrest", "nas"))).isPresent();
    }

    @Test
    void namesAreComparedAsByRestic() {
        assertThat(BackrestHostName.conflict("nas", Set.of("NAS"))).isEmpty();
    }
}
