package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.ChannelPolicy;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AlarmSourceTest {

    @Test
    void thePolicyAcceptsTheWordOfEachSource() {
        assertThat(Arrays.stream(AlarmSource.values()).map(AlarmSource::word))
                .containsExactlyInAnyOrderElementsOf(ChannelPolicy.SOURCES);
    }
}
