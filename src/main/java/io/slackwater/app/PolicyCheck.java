package io.slackwater.app;

import io.slackwater.alert.Conditions;
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
public class PolicyCheck implements HealthCheck {

    private final LivePolicy policy;

    PolicyCheck(LivePolicy policy) {
        this.policy = policy;
    }

    @Override
    public HealthCheckResponse call() {
        return of(policy.rejected());
    }

    public static HealthCheckResponse of(Optional<PolicyException> rejected) {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("policy").status(rejected.isEmpty());
        Conditions.policy(rejected)
                .forEach(alarm ->
                        answer.withData("reason", alarm.title() + ": " + alarm.detail() + " " + alarm.remedy()));
        return answer.build();
    }
}
