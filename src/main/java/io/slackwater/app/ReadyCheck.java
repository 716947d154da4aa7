package io.slackwater.app;

import io.slackwater.docker.DockerException;
import io.slackwater.journal.JournalException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: the journal can be written, Docker answers, what an earlier process left is settled, and it is known what there is to
 * protect.
 */
@Readiness
public class ReadyCheck implements HealthCheck {

    private final Slackwater slackwater;
    private final Boot boot;
    private final Beat pass;

    public ReadyCheck(Slackwater slackwater, Boot boot, Beat pass) {
        this.slackwater = slackwater;
        this.boot = boot;
        this.pass = pass;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("ready");
        try {
            slackwater.journal().probe();
            slackwater.docker().ping();
            boolean looked = slackwater.board().looked();
            answer.status(boot.booted() && looked)
                    .withData("settled", boot.booted())
                    .withData("looked", looked);
            if (!looked) {
                answer.withData("reason", pass.problem().orElse("the first look at Docker has not ended yet"));
            }
            return answer.build();
        } catch (DockerException | JournalException e) {
            return answer.down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
