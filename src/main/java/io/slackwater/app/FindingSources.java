package io.slackwater.app;

import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.BackrestAlarms;
import io.slackwater.alert.Conditions;
import io.slackwater.alert.FindingSource;
import io.slackwater.alert.Findings;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.freeze.LeaseFreezer;
import io.slackwater.policy.LivePolicy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The sources of alarms that each beat evaluates. */
@Singleton
public class FindingSources {

    @Produces
    @Singleton
    static FindingSource policy(LivePolicy policy) {
        return new FindingSource(AlarmSource.POLICY, () -> Findings.all(Conditions.policy(policy.rejected())));
    }

    @Produces
    @Singleton
    static FindingSource freezes(LeaseFreezer freezer) {
        return new FindingSource(AlarmSource.FREEZE, () -> stuck(freezer));
    }

    /** Without Backrest, earlier alarms about it end. */
    @Produces
    @Singleton
    static FindingSource backrest(Optional<ReconcileLoop> loop) {
        return new FindingSource(
                AlarmSource.BACKREST, () -> loop.map(BackrestAlarms::of).orElseGet(() -> Findings.all(List.of())));
    }

    @Produces
    @Singleton
    static FindingSource security(SignIn signIn) {
        return new FindingSource(AlarmSource.SECURITY, signIn::findings);
    }

    /** A thaw left by an earlier process may stay stuck, but is retried for a while before its alarm is raised again. */
    private static Findings stuck(LeaseFreezer freezer) {
        Set<String> frozen = freezer.frozen();
        return new Findings(
                freezer.stuck().stream()
                        .map(one -> Conditions.frozen(one.dataset(), one.containers(), one.since(), one.reason()))
                        .toList(),
                subject -> !frozen.contains(subject));
    }
}
