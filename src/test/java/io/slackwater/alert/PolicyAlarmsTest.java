package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.PolicyException;
import io.slackwater.policy.PolicyProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyAlarmsTest {

    private static PolicyException rejected(String message) {
        return new PolicyException(List.of(new PolicyProblem(Path.of("policy.yml"), 3, 5, "", message)));
    }

    @Test
    void onlyARejectedPolicyRaisesAnAlarm() {
        assertThat(PolicyAlarms.of(Optional.empty())).isEmpty();
        assertThat(PolicyAlarms.of(Optional.of(rejected("no such key; did you mean plans?"))))
                .extracting(Alarm::detail)
                .containsExactly("policy.yml:3:5: no such key; did you mean plans?");
    }

    @Test
    void theCauseIsThePathOfTheProblem() {
        PolicyProblem schedule = new PolicyProblem(Path.of("policy.yml"), 3, 5, "plans.critical.schedule", "25 hours");
        assertThat(PolicyAlarms.of(Optional.of(new PolicyException(List.of(schedule)))))
                .extracting(Alarm::cause)
                .containsExactly("plans.critical.schedule");
    }
}
