package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.docker.Container;
import io.slackwater.docker.Container.State;
import io.slackwater.restore.StartCheck.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartCheckTest {

    private static final Instant START = Instant.EPOCH;
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final StandInControl control = new StandInControl(new StandInDocker());

    private Result after(Duration time, State state, String health) {
        if (!health.isEmpty()) {
            control.health.put("web", health);
        }
        Container container = control.in(ContainerBuilder.plain("web").build(), state);
        return StartCheck.of("web", Optional.of(container), START, INTERVAL, START.plus(time));
    }

    @Test
    void aHealthyContainerIsReadyAtOnce() {
        assertThat(after(Duration.ofSeconds(1), State.RUNNING, "healthy")).isInstanceOf(Result.Ready.class);
    }

    @Test
    void anUnhealthyContainerIsJudgedAfterOneInterval() {
        assertThat(after(Duration.ofSeconds(29), State.RUNNING, "unhealthy")).isInstanceOf(Result.Waiting.class);
        assertThat(after(Duration.ofSeconds(30), State.RUNNING, "unhealthy"))
                .isInstanceOfSatisfying(
                        Result.NotWorking.class,
                        failed -> assertThat(failed.reason()).contains("unhealthy"));
    }

    @Test
    void aContainerWithoutHealthCheckIsReadyWhenItStillRuns() {
        assertThat(after(Duration.ofSeconds(2), State.RUNNING, "")).isInstanceOf(Result.Waiting.class);
        assertThat(after(Duration.ofSeconds(3), State.RUNNING, "")).isInstanceOf(Result.Ready.class);
    }

    @Test
    void aContainerThatEndsOrVanishesFails() {
        assertThat(after(Duration.ofSeconds(1), State.EXITED, "")).isInstanceOf(Result.NotWorking.class);
        assertThat(StartCheck.of("web", Optional.empty(), START, INTERVAL, START))
                .isInstanceOf(Result.NotWorking.class);
    }

    @Test
    void aContainerThatStartsForeverFails() {
        assertThat(after(Duration.ofMinutes(9), State.RESTARTING, "")).isInstanceOf(Result.Waiting.class);
        assertThat(after(Duration.ofMinutes(10), State.RUNNING, "starting")).isInstanceOf(Result.NotWorking.class);
    }
}
