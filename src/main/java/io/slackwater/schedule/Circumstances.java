package io.slackwater.schedule;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The circumstances of a dataset's backup at one moment. Only a change of them matters.
 *
 * @param made the configured circumstances: the policy, the container, the repository's key
 * @param started when the container was started; {@link Instant#EPOCH} when it is not known
 * @param reachable whether the container allows a backup
 * @param stored whether the repository allows a backup
 */
public record Circumstances(String made, Instant started, boolean reachable, boolean stored) {

    private static final String HEALTHY = "healthy";

    /**
     * A repository.
     *
     * @param key another text once another key is there
     * @param good whether no trouble of it is known, and it has room
     */
    public record Store(String key, boolean good) {}

    /**
     * @param frozen the containers that a freeze of Slackwater may hold
     * @param stores by the repository's name
     */
    static Circumstances of(
            Dataset dataset, Inventory inventory, Policy policy, Set<String> frozen, Function<String, Store> stores) {
        Optional<Container> container = inventory.workload(dataset.workload()).map(Workload::container);
        Optional<PlanPolicy> plan = Optional.ofNullable(policy.plans().get(dataset.plan()));
        Optional<Store> store = plan.map(PlanPolicy::repository).map(stores);
        String health = container.flatMap(Container::health).orElse(HEALTHY);
        boolean paused = dataset.method() != Method.HOT
                && container.filter(one -> paused(one, frozen)).isPresent();
        return new Circumstances(
                String.join(
                        " ",
                        container.map(Container::id).orElse(""),
                        plan.map(one -> one.repository() + " " + one.verify() + " " + one.engine())
                                .orElse(""),
                        plan.map(one -> String.valueOf(policy.repositories().get(one.repository())))
                                .orElse(""),
                        policy.limits().toString(),
                        dataset.ofProject() ? policy.config().toString() : "",
                        store.map(Store::key).orElse("")),
                container.map(Container::startedAt).orElse(Instant.EPOCH),
                health.equals(HEALTHY)
                        && !paused
                        && container.map(Circumstances::runs).orElse(true),
                store.filter(Store::good).isPresent());
    }

    /** Whether a backup is possible. */
    boolean good() {
        return reachable && stored;
    }

    /** The transient circumstances. */
    String state() {
        return reachable + " " + stored;
    }

    /** Paused by a user. Slackwater resumes its own pauses at once. */
    private static boolean paused(Container container, Set<String> frozen) {
        return container.state() == Container.State.PAUSED && !frozen.contains(container.id());
    }

    private static boolean runs(Container container) {
        return container.state() == Container.State.RUNNING || container.state() == Container.State.PAUSED;
    }
}
