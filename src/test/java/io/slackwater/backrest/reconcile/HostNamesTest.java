package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HostNamesTest {

    @Test
    void differentNamesAreNoConflict() {
        assertThat(new HostNames("slackwater", Set.of("backrest")).conflict()).isEmpty();
        assertThat(new HostNames("slackwater", Set.of()).conflict()).isEmpty();
    }

    @Test
    void equalNamesAreAConflictThatNamesBothTheValueAndTheRemedy() {
        assertThat(new HostNames("nas", Set.of("nas")).conflict()).hasValueSatisfying(conflict -> {
            assertThat(conflict.subject()).isEqualTo("host name");
            assertThat(conflict.what())
                    .contains("Slackwater")
                    .contains("Backrest")
                    .contains("'nas'");
            assertThat(conflict.remedy()).contains("hostname: slackwater").contains("hostname: backrest");
        });
    }

    @Test
    void oneOfSeveralBackrestsWithOurNameIsEnough() {
        assertThat(new HostNames("nas", Set.of("backrest", "nas")).conflict()).isPresent();
    }

    @Test
    void namesAreComparedAsResticDoes() {
        assertThat(new HostNames("nas", Set.of("NAS")).conflict()).isEmpty();
    }
}
