package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.journal.RunState;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a changed policy file does without a restart. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PolicyChangeIT {

    private static final String PROJECT = "swpolicychange";
    private static final String ONE = "limits: { concurrentRuns: 1 }";

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        Stack.remove(PROJECT);
        Stack.volume(PROJECT, "one");
        Stack.volume(PROJECT, "two");
    }

    @AfterEach
    void stop() {
        Stack.remove(PROJECT);
    }

    @Test
    void aHigherRunLimitStartsAWaitingRunAtOnce() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger storing = new AtomicInteger();
        try (AppHarness harness =
                new AppHarness(directory, PROJECT, ONE, engine -> new FrozenContainer(engine, storing, goOn))) {
            harness.look();
            await().atMost(Duration.ofSeconds(30)).until(() -> storing.get() == 1);
            await().during(Duration.ofSeconds(2)).until(() -> storing.get() == 1);

            write(AppHarness.policy(directory, PROJECT, "limits: { concurrentRuns: 2 }"));
            harness.look();

            await().atMost(Duration.ofSeconds(30)).until(() -> storing.get() == 2);
            goOn.countDown();
            assertThat(harness.settled())
                    .allSatisfy(run -> assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED));
        }
    }

    @Test
    void aChangedInstanceIsRefusedWithAnAlarmUntilItIsReverted() throws Exception {
        String good = AppHarness.policy(directory, PROJECT, ONE);
        try (AppHarness harness = new AppHarness(directory, PROJECT, ONE, engine -> engine)) {
            harness.look();
            harness.settled();
            write(good.replace("instance: it-stack", "instance: renamed"));
            harness.look();

            assertThat(harness.app.policy().instance()).isEqualTo("it-stack");
            assertThat(policyAlarms(harness)).singleElement().asString().contains("it-stack", "renamed", "restart");
            HealthCheckResponse degraded = new PolicyCheck(harness.app.livePolicy()).call();
            assertThat(degraded.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
            assertThat(degraded.getData().orElseThrow().get("reason"))
                    .asString()
                    .contains("renamed", "docker compose restart slackwater");

            write(good);
            harness.look();
            assertThat(policyAlarms(harness)).isEmpty();
            assertThat(new PolicyCheck(harness.app.livePolicy()).call().getStatus())
                    .isEqualTo(HealthCheckResponse.Status.UP);
        }
    }

    private void write(String policy) throws Exception {
        Files.writeString(directory.resolve("policy.yml"), policy);
    }

    private static List<String> policyAlarms(AppHarness harness) {
        return harness.app.journal().alarms().raised().values().stream()
                .filter(alarm ->
                        alarm.key().startsWith("policy") && alarm.over().isEmpty())
                .map(alarm -> alarm.detail())
                .toList();
    }

    /** Counts the backups that reached the engine, and holds them until released. */
    private record FrozenContainer(Engine engine, AtomicInteger storing, CountDownLatch goOn) implements Engine {

        @Override
        public StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
                throws RepositoryException, InterruptedException {
            storing.incrementAndGet();
            goOn.await();
            return engine.store(repository, request, bytes, window);
        }
    }
}
