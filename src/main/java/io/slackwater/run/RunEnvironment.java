package io.slackwater.run;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kinds;
import io.slackwater.docker.Docker;
import io.slackwater.freeze.Freezer;
import io.slackwater.journal.Journal;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.stream.StreamDesk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Everything that a run works with.
 *
 * @param inventory what discovery found last
 * @param policy the policy in force
 * @param repositories by the repository's name in the policy
 * @param backoff how long to wait before the given attempt (2, 3 …)
 */
public record RunEnvironment(
        Docker docker,
        Supplier<Inventory> inventory,
        Supplier<Policy> policy,
        Kinds<ServiceKind> kinds,
        Freezer freezer,
        Journal journal,
        Function<String, Repository> repositories,
        Engine engine,
        StreamDesk desk,
        StreamEndpoint endpoint,
        Path scratch,
        Clock clock,
        IntFunction<Duration> backoff) {}
