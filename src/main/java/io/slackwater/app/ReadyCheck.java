package io.slackwater.app;

import io.slackwater.discovery.InventoryBoard;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The readiness check. Up when the journal is writable, Docker was surveyed and answers, and the last process is
 * cleaned up.
 */
@Readiness
public record ReadyCheck(Journal journal, Docker docker, InventoryBoard board, Startup startup, Beat beat)
        implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("ready");
        try {
            journal.probe();
            docker.ping();
            boolean looked = board.looked();
            answer.status(startup.settled() && looked)
                    .withData("settled", startup.settled())
                    .withData("looked", looked);
            if (!looked) {
                answer.withData(
                        "reason",
                        startup.settled()
                                ? beat.problem().orElse("the first survey of Docker has not ended yet")
                                : "Slackwater has not yet cleaned up after its last process");
            }
            return answer.build();
        } catch (DockerException | JournalException e) {
            return answer.down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
