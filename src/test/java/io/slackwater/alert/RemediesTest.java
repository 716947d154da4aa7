package io.slackwater.alert;

import static io.slackwater.alert.DatasetHealths.health;
import static io.slackwater.alert.DatasetHealths.vanished;
import static io.slackwater.alert.LastRuns.ended;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.HealthReason;
import io.slackwater.journal.RunState;
import io.slackwater.policy.PolicyException;
import io.slackwater.policy.PolicyProblem;
import io.slackwater.repository.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The remedies of all sources. */
class RemediesTest {

    private static PolicyException rejected(String message) {
        return new PolicyException(List.of(new PolicyProblem(Path.of("policy.yml"), 3, 5, "", message)));
    }

    @Test
    void everyAlarmHasARemedyOfItsOwn() {
        Duration window = Duration.ofMinutes(10);
        List<Alarm> all = new ArrayList<>();
        all.addAll(RunAlarms.of(
                List.of(health(HealthReason.FRESH, ended(RunState.FAILED, "x"))), id -> false, id -> false));
        all.addAll(RunAlarms.of(
                List.of(health(HealthReason.FRESH, ended(RunState.UNVERIFIED, "x"))), id -> false, id -> false));
        for (HealthReason state :
                List.of(HealthReason.NEVER, HealthReason.STALE, HealthReason.SUSPECTED_DAMAGE, HealthReason.NO_PLAN)) {
            all.addAll(StaleAlarms.of(List.of(health(state, Optional.empty()))));
        }
        all.add(MissingDatasetAlarms.of(vanished("postgres"), Optional.empty(), true, false));
        all.add(StaleAlarms.shrunk("orders", "x"));
        all.add(RepositoryProblems.trouble("critical", "x", Set.of(Failure.WRONG_KEY), List.of()));
        all.add(RepositoryProblems.lost("critical", "x", List.of("orders")));
        all.add(RepositoryProblems.lowDisk("critical", OptionalLong.of(0), 512, List.of())
                .orElseThrow());
        all.addAll(SignInAlarms.of(21, 20, window, List.of("x")));
        all.addAll(PolicyAlarms.of(Optional.of(rejected("x"))));
        all.addAll(HostAlarms.journal(Optional.of("x")));
        all.addAll(HostAlarms.docker(Optional.of("x")));
        assertThat(all).hasSize(16).extracting(Alarm::remedy).doesNotHaveDuplicates();
        assertThat(all)
                .allSatisfy(alarm -> assertThat(alarm.remedy())
                        .containsPattern("scripts/backrest-|docker |df -h|slackwater\\.plan")
                        .doesNotContain("message"));
        assertThat(all).allSatisfy(alarm -> {
            assertThat(alarm.titleText().in("ru")).containsPattern("[а-я]{3}");
            assertThat(alarm.remedyText().in("ru")).containsPattern("[а-я]{3}");
        });
        assertThat(RepositoryProblems.trouble("critical", "x", Set.of(Failure.WRONG_KEY), List.of())
                        .remedy())
                .contains("secrets/keys/critical.key", "check critical --wait")
                .doesNotContain("remove");
    }
}
