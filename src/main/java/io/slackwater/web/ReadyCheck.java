package io.slackwater.web;

import io.slackwater.docker.DockerException;
import io.slackwater.journal.JournalException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready: the journal can be written, Docker answers, and what an earlier process left is settled. */
@Readiness
public class ReadyCheck implements HealthCheck {

    private final Slackwater slackwater;
    private final Boot boot;

    ReadyCheck(Slackwater slackwater, Boot boot) {
        this.slackwater = slackwater;
        this.boot = boot;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("slackwater");
        try {
            slackwater.journal().probe();
            slackwater.docker().ping();
            return answer.status(boot.booted())
                    .withData("settled", boot.booted())
                    .build();
        } catch (DockerException | JournalException e) {
            return answer.down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
