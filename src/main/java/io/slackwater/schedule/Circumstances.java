package io.slackwater.schedule;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Everything outside a dataset that decides whether its backup can succeed, at one moment. Only changes matter.
 *
 * @param settings a digest of the configuration: policy, container, the repository's key
 * @param started when the container was started; {@link Instant#EPOCH} when unknown
 * @param reachable whether the container is running, healthy and not paused by a user
 * @param stored whether the repository can accept a backup
 */
public record Circumstances(String settings, Instant started, boolean reachable, boolean stored) {

    private static final String HEALTHY = "healthy";
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    /**
     * The state of a repository.
     *
     * @param keySince when the repository's key was created
     * @param good whether the repository has no known problem and enough free space
     */
    public record StorageState(Optional<Instant> keySince, boolean good) {}

    /**
     * Collects the circumstances of a dataset.
     *
     * @param frozen ids of containers that Slackwater itself may have paused
     * @param stores the state of a repository, by its name
     */
    static Circumstances of(
            Dataset dataset,
            Inventory inventory,
            Policy policy,
            Set<String> frozen,
            Function<String, StorageState> stores) {
        Optional<Container> container = inventory.workload(dataset.workload()).map(Workload::container);
        Optional<PlanPolicy> plan = Optional.ofNullable(policy.plans().get(dataset.plan()));
        Optional<StorageState> store = plan.map(PlanPolicy::repository).map(stores);
        String health = container.flatMap(Container::health).orElse(HEALTHY);
        boolean paused = dataset.method() != Method.HOT
                && container.filter(one -> paused(one, frozen)).isPresent();
        // Changes with the configuration only. The journal stores the digest, so the order of the parts stays.
        List<?> settings = List.of(
                container.map(Container::id),
                plan.map(PlanPolicy::verify),
                plan.map(PlanPolicy::engine),
                plan.map(one -> policy.repositories().get(one.repository())),
                policy.limits(),
                dataset.ofProject() ? policy.config() : "",
                store.flatMap(StorageState::keySince));
        return new Circumstances(
                DigestUtils.sha256Hex(JSON.valueToTree(settings).toString()),
                container.map(Container::startedAt).orElse(Instant.EPOCH),
                health.equals(HEALTHY)
                        && !paused
                        && container.map(Circumstances::runs).orElse(true),
                store.filter(StorageState::good).isPresent());
    }

    /** Whether a user paused the container. A pause by Slackwater does not count, because it ends soon. */
    private static boolean paused(Container container, Set<String> frozen) {
        return container.state() == Container.State.PAUSED && !frozen.contains(container.id());
    }

    private static boolean runs(Container container) {
        return container.state() == Container.State.RUNNING || container.state() == Container.State.PAUSED;
    }
}
