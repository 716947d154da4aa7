package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTargetTest {

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "-x", "a b", "a", ".x", "a/b", "ä1", "ab\n"})
    void aVolumeNameThatDockerRefusesIsRefusedWithTheRule(String name) {
        assertThat(new RestoreTarget.Volume(name).problem())
                .get()
                .asString()
                .contains(name, "two or more letters, digits", "letter or digit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "shop_files.2-x", "0-"})
    void aVolumeNameThatDockerAcceptsIsAccepted(String name) {
        assertThat(new RestoreTarget.Volume(name).problem()).isEmpty();
    }
}
