package io.slackwater.app;

import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.alert.BackrestAlarms;
import io.slackwater.alert.Conditions;
import io.slackwater.alert.Findings;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.freeze.LeaseFreezer;
import io.slackwater.policy.LivePolicy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Raises and ends the alarms that concern no single backup: Docker, the policy, containers that cannot be resumed,
 * Backrest and sign-in.
 *
 * @param signIn returns the alarms about sign-in
 */
@Singleton
record SystemAlarms(
        Alarms alarms,
        LivePolicy policy,
        LeaseFreezer freezer,
        Optional<ReconcileLoop> reconcileLoop,
        Supplier<Findings> signIn) {

    /**
     * Updates the alarms.
     *
     * @param docker why the survey of Docker failed; empty when it succeeded
     */
    void observe(Optional<String> docker) {
        alarms.observed(AlarmSource.DOCKER, Conditions.docker(docker));
        alarms.observed(AlarmSource.POLICY, Findings.all(Conditions.policy(policy.rejected())));
        alarms.observed(AlarmSource.FREEZE, stuck());
        // Without Backrest, earlier alarms about it end.
        alarms.observed(
                AlarmSource.BACKREST,
                reconcileLoop
                        .map(loop -> BackrestAlarms.of(loop.last(), loop.prerequisites()))
                        .orElseGet(() -> Findings.all(List.of())));
        alarms.observed(AlarmSource.SECURITY, signIn.get());
    }

    /**
     * Returns the alarms about containers that cannot be resumed. A container that an earlier process
     * left paused keeps its earlier alarm while Slackwater tries to resume it.
     */
    private Findings stuck() {
        Set<String> frozen = freezer.frozen();
        return new Findings(
                freezer.stuck().stream()
                        .map(one -> Conditions.frozen(one.dataset(), one.containers(), one.since(), one.reason()))
                        .toList(),
                subject -> !frozen.contains(subject));
    }
}
