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
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.Window;
import io.slackwater.stream.OfferedDumps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One backup through Backrest, from the submission to its end. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class BackrestBackupTest {

    private static final String PLAN = "shop.files.srv-data";
    private static final Duration LONG = Duration.ofSeconds(15);

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Memory memory = new Provisions.Memory();
    private final PendingCallbacks calls = new PendingCallbacks();
    private final AtomicBoolean ended = new AtomicBoolean();
    private ConfigServer backrest;
    private BackrestClient client;

    @BeforeEach
    void start() throws IOException {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        client = backrest.client();
    }

    @AfterEach
    void stop() {
        client.close();
        backrest.close();
    }

    /** @param broken the reason why the read data is invalid */
    private BackrestBackup backup(CallbackSession session, Window window, Supplier<Optional<String>> broken) {
        StoreRequest request = new StoreRequest.Tree(PLAN, "r1", List.of(), List.of());
        BackrestReading reading =
                new BackrestReading(request, window, new OfferedDumps(), run -> broken.get(), bytes -> {});
        Destination destination = new Destination(PLAN, "my-stack", Provisions.SYSTEM_ID, Optional.empty());
        return new BackrestBackup(
                client,
                session,
                destination,
                reading,
                new OperationTracker.Bounds(LONG, LONG),
                new MissedCallbacks(memory.store(), Path.of("/secrets/stream/header")),
                new BackrestBackup.Pace(Duration.ofMillis(20), System::nanoTime));
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
    void aBackupWhoseFreezeEndedIsCancelledInBackrest() throws Exception {
        ObjectNode running = backrest.backup(PLAN, "STATUS_INPROGRESS", clock.instant());
        running.put("snapshotId", "abc");
        CallbackSession session = calls.arrive(PLAN).orElseThrow();
        FutureTask<CallbackSession.Answer> call = new FutureTask<>(() -> session.start(LONG));
        Thread.ofVirtual().start(call);
        assertThatThrownBy(() -> backup(session, new Closing(), () -> Optional.of("the freeze reached its limit"))
                        .run())
                .isInstanceOfSatisfying(RepositoryException.class, failure -> {
                    assertThat(failure).hasMessage("the freeze reached its limit");
                    assertThat(failure.failure()).isEqualTo(Failure.FREEZE_ENDED);
                    assertThat(failure.snapshot()).as("to be forgotten").contains("abc");
                });
        assertThat(running.path("status").asText()).isEqualTo("STATUS_USER_CANCELLED");
        assertThat(ended).isTrue();
        assertThat(call.get()).as("it was let in").isEqualTo(new CallbackSession.Answer.Accepted());
    }
}
