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

/** The parts of the sidecar that are asked at each beat what is wrong in them. */
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

    /** Without Backrest, what was raised of it before is over. */
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

    /** A thaw that an earlier process left is tried for a while before it is told again, and may be stuck all that time. */
    private static Findings stuck(LeaseFreezer freezer) {
        Set<String> frozen = freezer.frozen();
        return new Findings(
                freezer.stuck().stream()
                        .map(one -> Conditions.frozen(one.dataset(), one.containers(), one.since(), one.reason()))
                        .toList(),
                subject -> !frozen.contains(subject));
    }
}
