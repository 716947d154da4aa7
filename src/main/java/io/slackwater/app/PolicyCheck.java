package io.slackwater.app;

import io.slackwater.alert.PolicyAlarms;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.PolicyException;
import io.smallrye.health.api.HealthGroup;
import io.smallrye.health.api.Wellness;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * The health check of the policy file: down while the file is invalid. After an invalid change, backups continue with
 * the last valid policy, and the sidecar stays live and ready. Only {@code /q/health} and the group {@code backups} are
 * down.
 */
@Wellness
@HealthGroup("backups")
public record PolicyCheck(LivePolicy policy) implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        Optional<PolicyException> rejected = policy.rejected();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("policy").status(rejected.isEmpty());
        PolicyAlarms.of(rejected)
                .forEach(alarm ->
                        answer.withData("reason", alarm.title() + ": " + alarm.detail() + " " + alarm.remedy()));
        return answer.build();
    }
}
