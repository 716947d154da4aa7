package io.slackwater.restore;

import io.slackwater.docker.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a started container works. */
final class StartCheck {

    /** A container without a health check works when it still runs after this time. */
    static final Duration STEADY = Duration.ofSeconds(3);

    /** The longest wait for a container that starts. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private StartCheck() {}

    /** What a look at the container shows. */
    sealed interface Result {
        /** The container works. */
        record Ready() implements Result {}

        /** It is too early to decide. */
        record Waiting() implements Result {}

        /** The container does not work. */
        record NotWorking(String reason) implements Result {}
    }

    /**
     * Judges a container.
     *
     * @param container as Docker shows it now; empty when it no longer exists
     * @param began when Slackwater started it
     * @param healthInterval the time between two health checks. The health is never judged earlier
     */
    static Result of(String name, Optional<Container> container, Instant began, Duration healthInterval, Instant now) {
        if (container.isEmpty()) {
            return new Result.NotWorking("container " + name + " was removed after its start");
        }
        Container one = container.get();
        if (one.stopped()) {
            return new Result.NotWorking(
                    "container " + name + " ended after its start; its log shows the cause: docker logs " + name);
        }
        boolean early = now.isBefore(began.plus(healthInterval));
        String health = one.health().orElse("");
        if (one.running() && health.equals("healthy")
                || one.running()
                        && health.isEmpty()
                        && !now.isBefore(one.startedAt().plus(STEADY))) {
            return new Result.Ready();
        }
        if (health.equals("unhealthy") && !early) {
            return new Result.NotWorking("container " + name
                    + " is unhealthy after its start; its health checks show the cause: docker inspect " + name);
        }
        return now.isBefore(began.plus(LONGEST))
                ? new Result.Waiting()
                : new Result.NotWorking("container " + name + " is not ready " + LONGEST.toMinutes()
                        + " minutes after its start; its log shows the cause: docker logs " + name);
    }
}
