package io.slackwater.backrest.engine;

import io.slackwater.backrest.reconcile.BackrestConflicts;
import io.slackwater.backrest.reconcile.Destination;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Gate;
import io.slackwater.repository.Repository;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides by policy, inventory and journal which backups Backrest makes, and into which repository.
 *
 * @param freezesTooLong whether the last pause of a dataset's container reached its limit; Slackwater's own restic then
 *     makes the backup. Otherwise each pause through Backrest, which takes longer, would reach the limit again, and no
 *     backup would succeed
 * @param brokenFreeze returns why the pause of a run's container ended too early; empty while it lasts
 */
public record PolicySetting(
        Supplier<Inventory> inventory,
        Supplier<Policy> policy,
        VerdictStore verdicts,
        BackrestConflicts conflicts,
        Function<Repository, Gate> gates,
        Predicate<Dataset> freezesTooLong,
        Function<String, Optional<String>> brokenFreeze) {

    /** Whether the dataset's plan uses Backrest, and no known conflict prevents it. */
    boolean wanted(String dataset) {
        return inventory
                .get()
                .dataset(dataset)
                .filter(one -> wants(policy.get().plans().get(one.plan()), dataset))
                .filter(one -> !freezesTooLong.test(one))
                .isPresent();
    }

    private boolean wants(@Nullable PlanPolicy plan, String dataset) {
        return plan != null
                && switch (plan.engine()) {
                    case BACKREST -> true;
                    case AUTO -> !verdicts.of(dataset).isEmpty();
                    case EMBEDDED -> false;
                }
                && conflicts.known(plan.repository()).isEmpty();
    }

    /** Returns the repository in which the dataset's backups belong. */
    Destination destination(String dataset, String restic) {
        List<Dataset> known = inventory.get().dataset(dataset).stream().toList();
        return new Destination(dataset, restic, conflicts.provisioning().desired(policy.get(), known));
    }

    /** Returns the newest verified snapshot of the dataset in a repository; empty without one. */
    Optional<String> verified(String dataset, String restic) {
        return verdicts.of(dataset).stream()
                .filter(verified -> verified.repository().equals(restic))
                .map(Verified::snapshot)
                .findFirst();
    }
}
