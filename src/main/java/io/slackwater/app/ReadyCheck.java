package io.slackwater.app;

import io.slackwater.docker.DockerException;
import io.slackwater.journal.JournalException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the journal is writable, Docker answers, the recovery after the last process is complete, and the inventory is
 * known.
 */
@Readiness
public class ReadyCheck implements HealthCheck {

    private final Installation installation;
    private final DockerHost host;
    private final Startup startup;
    private final Beat beat;

    public ReadyCheck(Installation installation, DockerHost host, Startup startup, Beat beat) {
        this.installation = installation;
        this.host = host;
        this.startup = startup;
        this.beat = beat;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("ready");
        try {
            installation.journal.probe();
            host.docker.ping();
            boolean looked = installation.board.looked();
            answer.status(startup.settled() && looked)
                    .withData("settled", startup.settled())
                    .withData("looked", looked);
            if (!looked) {
                answer.withData("reason", beat.problem().orElse("the first look at Docker has not ended yet"));
            }
            return answer.build();
        } catch (DockerException | JournalException e) {
            return answer.down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
