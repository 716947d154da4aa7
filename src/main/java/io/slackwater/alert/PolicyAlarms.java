package io.slackwater.alert;

import io.slackwater.policy.PolicyException;
import io.slackwater.policy.PolicyProblem;
import java.util.List;
import java.util.Optional;

/** For {@link AlarmSource#POLICY}: the policy file was changed and is now invalid. */
public final class PolicyAlarms {

    private PolicyAlarms() {}

    public static List<Alarm> of(Optional<PolicyException> rejected) {
        return rejected
                .map(why -> AlarmSource.POLICY
                        .warning(
                                "rejected",
                                "The changed policy is not valid",
                                String.valueOf(why.getMessage()),
                                "docker compose exec slackwater /app/entrypoint.sh policy check checks the file. Correct what the alarm names; Slackwater reads the file again within seconds. Until then it uses the last valid policy.")
                        .because(
                                why.problems().stream().map(PolicyProblem::path).toList()))
                .stream()
                .toList();
    }
}
