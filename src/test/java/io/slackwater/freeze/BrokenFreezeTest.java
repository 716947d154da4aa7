package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrokenFreezeTest {

    @Test
    void a_deadline_is_the_limits_doing_only_where_docker_left_most_of_the_time() {
        assertThat(BrokenFreeze.late(100, 1000).limit()).isTrue();
        assertThat(BrokenFreeze.late(499, 1000).limit()).isTrue();
        assertThat(BrokenFreeze.late(500, 1000).limit()).isFalse();
        assertThat(BrokenFreeze.late(-1, 1000).limit()).as("never all paused").isFalse();
    }
}
