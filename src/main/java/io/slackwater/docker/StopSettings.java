package io.slackwater.docker;

import java.time.Duration;

/**
 * What to know about a container before it is stopped and started again.
 *
 * @param grace the time between SIGTERM and SIGKILL
 * @param removedWhenStopped whether Docker removes the container when it stops ({@code docker run --rm})
 * @param healthInterval the time between two health checks; meaningless without a health check
 */
public record StopSettings(
        RestartPolicy restart, Duration grace, boolean removedWhenStopped, Duration healthInterval) {}
