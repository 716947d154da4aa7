package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.capture.TreeSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PauseEstimateTest {

    private static final Duration TARGET = Duration.ofSeconds(2);

    private static PauseEstimate estimate(long entries, long changed, String type, OptionalLong speed) {
        return new PauseEstimate(new TreeSize(entries, changed, changed, Map.of(Path.of("/data"), type)), speed);
    }

    @Test
    void aSmallChangeNeedsOnePass() {
        PauseEstimate estimate = estimate(5_000, 20_000_000, "ext4", OptionalLong.of(100_000_000));
        assertThat(estimate.onePass()).isEqualTo(Duration.ofMillis(800));
        assertThat(estimate.needsTwoPasses(TARGET)).isFalse();
    }

    @Test
    void aLargeChangeAndASlowRepositoryNeedTwoPassesWhosePauseDoesNotGrowWithTheChange() {
        PauseEstimate large = estimate(5_000, 20_000_000_000L, "ext4", OptionalLong.of(100_000_000));
        PauseEstimate slow = estimate(5_000, 20_000_000, "ext4", OptionalLong.of(1_000_000));
        for (PauseEstimate estimate : new PauseEstimate[] {large, slow}) {
            assertThat(estimate.needsTwoPasses(TARGET)).isTrue();
            assertThat(estimate.remark(TARGET)).isEmpty();
            assertThat(estimate.secondPass()).isEqualTo(Duration.ofMillis(600));
        }
    }

    @Test
    void thePauseAfterAHotPassGrowsWithWhatWasTouchedSince() {
        TreeSize now = new TreeSize(5_000, 10_000_000_000L, 300_000_000, Map.of());
        assertThat(PauseEstimate.after(now)).isEqualTo(Duration.ofMillis(2_600));
    }

    @Test
    void aRepositoryOfUnknownSpeedCountsAsSlow() {
        assertThat(estimate(10, 50_000_000, "ext4", OptionalLong.empty()).needsTwoPasses(TARGET))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "fuse.sshfs", "nfs4", "cifs", "9p", "overlay"})
    void aHotPassCouldMissChangesOnOtherFileSystems(String type) {
        PauseEstimate estimate = estimate(10, 20_000_000_000L, type, OptionalLong.of(100_000_000));
        assertThat(estimate.needsTwoPasses(TARGET)).isFalse();
        assertThat(estimate.remark(TARGET))
                .hasValueSatisfying(remark -> assertThat(remark).contains(type));
    }
}
