package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTargetTest {

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "-x", "a b", "a", ".x", "a/b", "ä1", "ab\n"})
    void aVolumeNameThatDockerRefusesIsRefusedWithTheRule(String name) {
        assertThatThrownBy(new RestoreTarget.Volume(name)::check)
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContainingAll(name, "two or more letters, digits", "letter or digit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "shop_files.2-x", "0-"})
    void aVolumeNameThatDockerAcceptsIsAccepted(String name) {
        assertThatCode(new RestoreTarget.Volume(name)::check).doesNotThrowAnyException();
    }
}
