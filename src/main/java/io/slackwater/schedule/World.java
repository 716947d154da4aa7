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

/** Collects the circumstances that a backup depends on. Only a change of them matters. */
public final class World {

    private static final String HEALTHY = "healthy";

    private final Function<String, Store> stores;

    /** @param stores by the repository's name */
    World(Function<String, Store> stores) {
        this.stores = stores;
    }

    /**
     * A repository.
     *
     * @param key another text once another key is there
     * @param good whether no trouble of it is known, and it has room
     */
    public record Store(String key, boolean good) {}

    /** @param frozen the containers that a freeze of Slackwater may hold */
    Circumstances now(Dataset dataset, Inventory inventory, Policy policy, Set<String> frozen) {
        Optional<Container> container = inventory.workload(dataset.workload()).map(Workload::container);
        Optional<PlanPolicy> plan = Optional.ofNullable(policy.plans().get(dataset.plan()));
        Optional<Store> store = plan.map(PlanPolicy::repository).map(stores);
        String health = container.flatMap(Container::health).orElse(HEALTHY);
        boolean paused = dataset.method() != Method.HOT
                && container.filter(one -> paused(one, frozen)).isPresent();
        boolean reachable =
                health.equals(HEALTHY) && !paused && container.map(World::runs).orElse(true);
        boolean stored = store.filter(Store::good).isPresent();
        return new Circumstances(
                String.join(
                        " ",
                        container.map(Container::id).orElse(""),
                        plan.map(one -> one.repository() + " " + one.verify() + " " + one.engine())
                                .orElse(""),
                        plan.map(one -> String.valueOf(policy.repositories().get(one.repository())))
                                .orElse(""),
                        policy.limits().toString(),
                        store.map(Store::key).orElse("")),
                reachable + " " + stored,
                container.map(Container::startedAt).orElse(Instant.EPOCH),
                reachable && stored,
                reachable);
    }

    /** Paused by a user. Slackwater resumes its own pauses at once. */
    private static boolean paused(Container container, Set<String> frozen) {
        return container.state() == Container.State.PAUSED && !frozen.contains(container.id());
    }

    private static boolean runs(Container container) {
        return container.state() == Container.State.RUNNING || container.state() == Container.State.PAUSED;
    }
}
