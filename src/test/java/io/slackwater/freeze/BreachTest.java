package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreachTest {

    @Test
    void a_deadline_is_the_limits_doing_only_where_docker_left_most_of_the_time() {
        assertThat(Breach.late(100, 1000).limit()).isTrue();
        assertThat(Breach.late(499, 1000).limit()).isTrue();
        assertThat(Breach.late(500, 1000).limit()).isFalse();
        assertThat(Breach.late(-1, 1000).limit()).as("never all paused").isFalse();
    }
}
