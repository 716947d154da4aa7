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
                                AlarmText.of("title.policy"),
                                String.valueOf(why.getMessage()),
                                AlarmText.of("remedy.policy"))
                        .because(
                                why.problems().stream().map(PolicyProblem::path).toList()))
                .stream()
                .toList();
    }
}
