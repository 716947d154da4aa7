package io.slackwater.backrest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.repository.StandInRepository;
import io.slackwater.run.Environments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackrestEventHandlerTest {

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Memory memory = new Provisions.Memory();
    private final Provisions.Known known = new Provisions.Known();
    private final InventoryBoard board = new InventoryBoard();
    private final AtomicInteger listed = new AtomicInteger();
    private Journal journal;
    private ConfigServer backrest;
    private BackrestClient client;
    private ReconcileLoop loop;
    private BackrestEventHandler handler;

    @BeforeEach
    void open() throws IOException {
        journal = Journal.open(directory.resolve("journal.db"), clock);
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        client = backrest.client();
        loop = new ReconcileLoop(
                new BackrestProvisioning(
                        client, known, memory.get(), Provisions.view(), Optional::empty, backup -> true, clock),
                memory.get(),
                dataset -> false,
                List.of(),
                inventory -> {});
        Environments.Rooms rooms = Environments.of(
                directory,
                new StandInDocker(),
                Provisions.policy(),
                journal,
                clock,
                Environments.inventory(Environments.CACHE),
                name -> new StandInRepository(name) {
                    @Override
                    public String open() {
                        listed.incrementAndGet();
                        return Provisions.SYSTEM_ID;
                    }
                });
        handler = new BackrestEventHandler(loop, Provisions::policy, board, known, rooms.looks());
    }

    @AfterEach
    void close() throws Exception {
        loop.close();
        journal.close();
        client.close();
        backrest.close();
    }

    @Test
    void anEditIsReconciledAtOnceAfterTheFirstSurvey() {
        handler.edited();
        assertThat(loop.last()).isEmpty();
        board.put(new Inventory(clock.instant(), List.of(), List.of()));
        handler.edited();
        await().until(() -> loop.last().isPresent());
    }

    @Test
    void forgottenSnapshotsStartALookAtTheirRepositoryOnly() {
        handler.forgotten("f".repeat(64), Set.of());
        handler.forgotten(Provisions.SYSTEM_ID, Set.of());
        await().until(() -> listed.get() == 1);
    }
}
