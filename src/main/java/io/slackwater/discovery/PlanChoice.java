package io.slackwater.discovery;

import io.slackwater.discovery.MountRules.Refusal;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.util.Optional;

/**
 * The plan that a workload uses.
 *
 * @param because the reason, for the user
 */
record PlanChoice(String plan, String because) {

    /** The plan that the label names; without a label, the first plan of the policy that lists the kind. */
    static Optional<PlanChoice> of(Kind kind, Optional<String> label, Policy policy) {
        if (label.isPresent()) {
            return Optional.of(choice(label.get(), "by the label slackwater.plan", policy));
        }
        return policy.plans().values().stream()
                .filter(plan -> plan.kinds().contains(kind.word()))
                .findFirst()
                .map(plan -> choice(plan.id(), "the policy's first plan for the kind " + kind, policy));
    }

    /** The alarm when no plan applies. */
    static Refusal none(Kind kind, Policy policy) {
        return Refusal.alarm(
                "no plan of the policy lists the kind " + kind,
                "add " + kind + " to the kinds of a plan in the policy, or set the label slackwater.plan to one of: "
                        + String.join(", ", policy.plans().keySet()));
    }

    private static PlanChoice choice(String id, String why, Policy policy) {
        PlanPolicy plan = policy.plans().get(id);
        boolean paused = plan != null && !plan.enabled();
        return new PlanChoice(
                id,
                "plan " + id + ": " + why
                        + (paused ? " (enabled: false in the policy, so it runs only when a user starts it)" : ""));
    }
}
