package io.slackwater.app;

import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The readiness check. Up when the journal is writable, Docker answers, the last process is cleaned up, and the health
 * of the datasets of a first survey is known.
 */
@Readiness
public record ReadyCheck(Journal journal, Docker docker, HealthEndpoints endpoints, Startup startup, Beat beat)
        implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("ready");
        try {
            journal.probe();
            docker.ping();
            boolean looked = endpoints.looked();
            answer.status(startup.settled() && looked)
                    .withData("settled", startup.settled())
                    .withData("looked", looked);
            if (!looked) {
                answer.withData(
                        "reason",
                        startup.settled()
                                ? beat.problem().orElse("the first survey of Docker has not ended yet")
                                : "Slackwater still resumes containers and ends runs that its last process left");
            }
            return answer.build();
        } catch (DockerException | JournalException e) {
            return answer.down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
