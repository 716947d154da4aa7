package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.reconcile.Destination;
import io.slackwater.health.TestClock;
import io.slackwater.repository.Failure;
import io.slackwater.repository.NoWindow;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.Unclaimed;
import io.slackwater.repository.Window;
import io.slackwater.stream.OfferedDumps;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One backup through Backrest that is ended from our side. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class BackrestBackupTest {

    private static final String PLAN = "shop.files.srv-data";
    private static final Duration LONG = Duration.ofSeconds(15);

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final PendingCallbacks calls = new PendingCallbacks();
    private final AtomicBoolean ended = new AtomicBoolean();
    private ConfigServer backrest;
    private BackrestClient client;

    @BeforeEach
    void start() throws IOException {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        client = backrest.client(clock);
    }

    @AfterEach
    void stop() {
        client.close();
        backrest.close();
    }

    /** @param broken why what is read is worthless */
    private BackrestBackup backup(CallbackSession session, Window window, Supplier<Optional<String>> broken) {
        StoreRequest request = new StoreRequest.Tree(PLAN, "r1", List.of(), List.of());
        BackrestReading reading =
                new BackrestReading(request, window, new OfferedDumps(), run -> broken.get(), bytes -> {});
        Destination destination =
                new Destination(PLAN, "my-stack", "system", "/repos/system", Provisions.SYSTEM_ID, Optional.empty());
        OperationTracker.Bounds bounds = new OperationTracker.Bounds(LONG, LONG, LONG, LONG, 1);
        return new BackrestBackup(
                client, session, destination, reading, bounds, Duration.ofMillis(20), System::nanoTime);
    }

    /** Notes its end. */
    private class Closing implements Window {
        @Override
        public void open() {}

        @Override
        public void close() {
            ended.set(true);
        }
    }

    @Test
    void aBackupIsCancelledWhenItsFreezeHasEnded() throws Exception {
        ObjectNode running = backrest.backup(PLAN, "STATUS_INPROGRESS", clock.instant());
        running.put("snapshotId", "abc");
        CallbackSession session = calls.arrive(PLAN, LONG).orElseThrow();
        assertThatThrownBy(() -> backup(session, new Closing(), () -> Optional.of("the freeze reached its limit"))
                        .run())
                .isInstanceOfSatisfying(RepositoryException.class, failure -> {
                    assertThat(failure).hasMessage("the freeze reached its limit");
                    assertThat(failure.failure()).isEqualTo(Failure.FREEZE_ENDED);
                    assertThat(failure.snapshot()).as("to be forgotten").contains("abc");
                });
        assertThat(running.path("status").asText()).isEqualTo("STATUS_USER_CANCELLED");
        assertThat(ended).isTrue();
        assertThat(session.answer(LONG)).as("it was let in").isEqualTo(new CallbackSession.Answer.Accepted());
    }

    /** A freeze whose time is up after a moment, while Backrest hangs for longer than that. */
    private final class Overtaken extends Closing {
        private long begin = Long.MAX_VALUE;

        @Override
        public void open() {
            begin = System.nanoTime();
            backrest.fault = method -> {
                backrest.fault = other -> 0;
                sleep(Duration.ofMillis(3500));
                return 0;
            };
        }

        Optional<String> broken() {
            return System.nanoTime() - begin < Duration.ofMillis(500).toNanos()
                    ? Optional.empty()
                    : Optional.of("too large");
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBackrestThatHungDuringTheFreezeIsBlamedAndItsBackupCancelled() throws Exception {
        client.close();
        client = backrest.client(clock, Duration.ofSeconds(10));
        ObjectNode running = backrest.backup(PLAN, "STATUS_INPROGRESS", clock.instant());
        CallbackSession session = calls.arrive(PLAN, LONG).orElseThrow();
        Overtaken overtaken = new Overtaken();
        assertThatThrownBy(() -> backup(session, overtaken, overtaken::broken).run())
                .isInstanceOfSatisfying(
                        RepositoryException.class,
                        failure -> assertThat(failure.failure()).isEqualTo(Failure.UNRESPONSIVE))
                .hasMessage("Backrest did not answer for 3 s");
        assertThat(running.path("status").asText()).isEqualTo("STATUS_USER_CANCELLED");
        assertThat(ended).isTrue();
    }

    @Test
    void aForbiddenSessionIsNotBackedUpByBackrest() throws Exception {
        CallbackSession session = calls.expect(PLAN);
        BackrestBackup backup = backup(session, new NoWindow(), Optional::empty);
        ObjectNode config = backrest.config();
        config.withArray("plans").addObject().put("id", PLAN).put("repo", "system");
        backrest.edit(all -> all.set("plans", config.path("plans")));
        session.forbid("the plan was edited");
        assertThatThrownBy(backup::run).isInstanceOf(Unclaimed.class).hasMessage("the plan was edited");
    }
}
