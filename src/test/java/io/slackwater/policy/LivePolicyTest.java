package io.slackwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePolicyTest {

    private static final String SECOND = "instance: first\nlimits: { concurrentRuns: 5 }";

    @TempDir
    Path dir;

    private final List<String> heard = new ArrayList<>();
    private LivePolicy live;

    @BeforeEach
    void aGoodPolicyIsInForce() throws IOException {
        write("instance: first");
        live = new LivePolicy(dir.resolve("policy.yml"), Map.of());
        live.onChange(policy -> heard.add(runs(policy)));
    }

    private static String runs(Policy policy) {
        return policy.limits().concurrentRuns() + " runs";
    }

    private void write(String text) throws IOException {
        Files.writeString(dir.resolve("policy.yml"), text);
    }

    @Test
    void anInvalidPolicyRefusesTheStart() throws IOException {
        write("instance: a b");
        assertThatThrownBy(() -> new LivePolicy(dir.resolve("policy.yml"), Map.of()))
                .isInstanceOf(PolicyException.class);
    }

    @Test
    void anUnchangedFileIsNotReloaded() {
        assertThat(live.reload()).isFalse();
        assertThat(live.current().instance()).isEqualTo("first");
        assertThat(live.rejected()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void aValidChangeIsUsedAndReportedOnce() throws IOException {
        write(SECOND);
        assertThat(live.reload()).isTrue();
        assertThat(live.reload()).isFalse();
        assertThat(runs(live.current())).isEqualTo("5 runs");
        assertThat(heard).containsExactly("5 runs");
    }

    @Test
    void anInvalidChangeKeepsTheLastPolicyAndIsReported() throws IOException {
        write("instance: first\nplanz: {}");
        assertThat(live.reload()).isFalse();
        assertThat(live.reload()).isFalse();
        assertThat(live.current().instance()).isEqualTo("first");
        assertThat(live.rejected()).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("planz"));
        assertThat(heard).isEmpty();
    }

    @Test
    void aCorrectedFileIsUsedAndNoLongerRejected() throws IOException {
        write("instance: [");
        live.reload();
        write(SECOND);
        assertThat(live.reload()).isTrue();
        assertThat(live.rejected()).isEmpty();
        assertThat(heard).containsExactly("5 runs");
    }

    @Test
    void aRevertedFileClearsTheRejectionWithoutAChange() throws IOException {
        write("instance: [");
        live.reload();
        write("instance: first");
        assertThat(live.reload()).isFalse();
        assertThat(live.rejected()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void aMissingFileIsRejectedUntilItReturns() throws IOException {
        Files.delete(dir.resolve("policy.yml"));
        assertThat(live.reload()).isFalse();
        assertThat(live.rejected()).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("does not exist"));
        assertThat(live.current().instance()).isEqualTo("first");
        write("instance: first");
        assertThat(live.reload()).isFalse();
        assertThat(live.rejected()).isEmpty();
    }

    @Test
    void anEditOfACommentIsNoChange() throws IOException {
        write("# mine\ninstance: first");
        assertThat(live.reload()).isFalse();
        assertThat(heard).isEmpty();
    }

    @Test
    void aChangedInstanceIsRefusedWithTheWholeChange() throws IOException {
        write("# mine\ninstance: other\nlimits: { concurrentRuns: 5 }");

        assertThat(live.reload()).isFalse();

        assertThat(live.current().instance()).isEqualTo("first");
        assertThat(runs(live.current())).isEqualTo("2 runs");
        assertThat(live.rejected())
                .hasValueSatisfying(e -> assertThat(e)
                        .hasMessageContaining("policy.yml: instance: cannot change from \"first\" to \"other\"")
                        .hasMessageContaining("Put \"first\" back")
                        .hasMessageContaining("docker compose restart slackwater"));
        assertThat(heard).isEmpty();

        write(SECOND);
        assertThat(live.reload()).isTrue();
        assertThat(live.rejected()).isEmpty();
    }
}
