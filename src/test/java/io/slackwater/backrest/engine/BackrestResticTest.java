package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.health.TestClock;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Backrest during an exclusive operation of Slackwater's restic. */
@Timeout(30)
class BackrestResticTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private ConfigServer backrest;
    private BackrestClient client;
    private BackrestRestic other;

    @BeforeEach
    void start() throws IOException {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        client = backrest.client();
        other = new BackrestRestic(client, "backrest", Duration.ofSeconds(5), () -> nanos.addAndGet(3_000_000_000L));
    }

    @AfterEach
    void stop() {
        client.close();
        backrest.close();
    }

    private boolean awaitIdle() throws RepositoryException, InterruptedException {
        return other.awaitIdle("critical", Provisions.CRITICAL_ID);
    }

    private ObjectNode running() {
        return backrest.backup("shop.db.app", "STATUS_INPROGRESS", clock.instant())
                .put("repoGuid", Provisions.CRITICAL_ID);
    }

    @Test
    void anIdleBackrestIsCertainlyIdle() throws Exception {
        assertThat(awaitIdle()).isTrue();
        running().put("repoGuid", Provisions.SYSTEM_ID);
        assertThat(awaitIdle()).as("it works on another repository").isTrue();
    }

    @Test
    void aRunningOperationIsAwaited() throws Exception {
        ObjectNode running = running();
        backrest.fault = method -> {
            backrest.fault = next -> {
                backrest.finish(running);
                return 0;
            };
            return 0;
        };
        assertThat(awaitIdle()).isTrue();
        assertThat(backrest.calls).hasSize(2);
    }

    @Test
    void anOperationThatDoesNotEndLocksTheRepository() {
        running();
        assertThatThrownBy(this::awaitIdle)
                .isInstanceOfSatisfying(
                        RepositoryException.class,
                        failure -> assertThat(failure.failure()).isEqualTo(Failure.LOCKED))
                .hasMessageContainingAll("repository critical", "plan shop.db.app");
    }

    @Test
    void aSilentBackrestIsNotCertainlyIdle() throws Exception {
        backrest.fault = method -> 503;
        assertThat(awaitIdle()).isFalse();
    }

    @Test
    void aChangedRepositoryIsIndexed() {
        other.changed("critical");
        await().until(() -> backrest.calls.contains("DoRepoTask"));
    }

    @Test
    void aLockBelongsToBackrestByItsHostName() {
        assertThat(other.locks("backrest")).isTrue();
        assertThat(other.locks("slackwater")).isFalse();
    }
}
