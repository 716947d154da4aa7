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
    void a_bad_file_at_the_start_refuses_to_start() throws IOException {
        write("instance: a b");
        assertThatThrownBy(() -> new LivePolicy(dir.resolve("policy.yml"), Map.of()))
                .isInstanceOf(PolicyException.class);
    }

    @Test
    void nothing_happens_while_the_file_stays_the_same() {
        assertThat(live.reload()).isFalse();
        assertThat(live.current().instance()).isEqualTo("first");
        assertThat(live.rejected()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void a_good_change_is_taken_and_told_once() throws IOException {
        write(SECOND);
        assertThat(live.reload()).isTrue();
        assertThat(live.reload()).isFalse();
        assertThat(runs(live.current())).isEqualTo("5 runs");
        assertThat(heard).containsExactly("5 runs");
    }

    @Test
    void a_bad_change_keeps_the_last_good_one_and_is_shown() throws IOException {
        write("instance: first\nplanz: {}");
        assertThat(live.reload()).isFalse();
        assertThat(live.reload()).isFalse();
        assertThat(live.current().instance()).isEqualTo("first");
        assertThat(live.rejected()).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("planz"));
        assertThat(heard).isEmpty();
    }

    @Test
    void a_repaired_file_is_taken_and_no_longer_rejected() throws IOException {
        write("instance: [");
        live.reload();
        write(SECOND);
        assertThat(live.reload()).isTrue();
        assertThat(live.rejected()).isEmpty();
        assertThat(heard).containsExactly("5 runs");
    }

    @Test
    void going_back_to_what_is_in_force_clears_the_rejection_without_a_change() throws IOException {
        write("instance: [");
        live.reload();
        write("instance: first");
        assertThat(live.reload()).isFalse();
        assertThat(live.rejected()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void a_file_that_vanishes_and_comes_back_is_rejected_in_between() throws IOException {
        Files.delete(dir.resolve("policy.yml"));
        assertThat(live.reload()).isFalse();
        assertThat(live.rejected()).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("does not exist"));
        assertThat(live.current().instance()).isEqualTo("first");
        write("instance: first");
        assertThat(live.reload()).isFalse();
        assertThat(live.rejected()).isEmpty();
    }

    @Test
    void an_edit_of_a_comment_is_no_change() throws IOException {
        write("# mine\ninstance: first");
        assertThat(live.reload()).isFalse();
        assertThat(heard).isEmpty();
    }

    @Test
    void a_failing_listener_keeps_no_other_from_hearing_and_is_not_swallowed() throws IOException {
        live.onChange(policy -> {
            throw new IllegalStateException("one");
        });
        live.onChange(policy -> {
            throw new IllegalStateException("two");
        });
        live.onChange(policy -> heard.add("last"));
        write(SECOND);
        assertThatThrownBy(live::reload)
                .hasMessage("one")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessage("two")));
        assertThat(heard).containsExactly("5 runs", "last");
        assertThat(runs(live.current())).isEqualTo("5 runs");
    }

    @Test
    void a_new_name_of_the_instance_is_refused_with_its_place_and_the_rest_of_that_change_too() throws IOException {
        write("# mine\ninstance: other\nlimits: { concurrentRuns: 5 }");

        assertThat(live.reload()).isFalse();

        assertThat(live.current().instance()).isEqualTo("first");
        assertThat(runs(live.current())).isEqualTo("2 runs");
        assertThat(live.rejected())
                .hasValueSatisfying(e -> assertThat(e)
                        .hasMessageContaining("policy.yml:2:11: instance: cannot change from \"first\" to \"other\"")
                        .hasMessageContaining("Put \"first\" back")
                        .hasMessageContaining("restart")
                        .extracting(PolicyException::remedy)
                        .asString()
                        .contains("Put instance: first back", "docker compose restart slackwater")
                        .doesNotContain("policy check"));
        assertThat(heard).isEmpty();

        write(SECOND);
        assertThat(live.reload()).isTrue();
        assertThat(live.rejected()).isEmpty();
    }
}
