package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Scope;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.policy.LivePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveHealthTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock(NOON);
    private final InventoryBoard board = new InventoryBoard();
    private Path file;
    private Journal journal;
    private LivePolicy policy;
    private LiveHealth health;

    @BeforeEach
    void open() throws IOException {
        file = Files.writeString(directory.resolve("policy.yml"), "instance: shop\n");
        policy = new LivePolicy(file, ServiceKinds.plans());
        journal = Journal.open(directory.resolve("journal.db"), clock);
        health = new LiveHealth(journal, policy, board, clock);
        board.put(inventory(NOON));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static Inventory inventory(Instant at) {
        return new Inventory(at, List.of(), List.of());
    }

    @Test
    void healthStaysAsItIsWhileNothingChanges() {
        List<DatasetHealth> first = health.get();
        clock.advance(Duration.ofSeconds(59));
        board.put(inventory(clock.instant()));
        journal.probe();

        assertThat(health.get()).isSameAs(first);
    }

    @Test
    void healthIsDerivedAnewAfterAMinute() {
        List<DatasetHealth> first = health.get();
        clock.advance(Duration.ofMinutes(1));

        assertThat(health.get()).isNotSameAs(first);
    }

    @Test
    void healthIsDerivedAnewAfterAWriteToTheJournal() {
        List<DatasetHealth> first = health.get();
        journal.datasets().gone("shop.db.app", true);

        assertThat(health.get()).isNotSameAs(first);
    }

    @Test
    void healthIsDerivedAnewAfterAChangeOfThePolicy() throws IOException {
        List<DatasetHealth> first = health.get();
        Files.writeString(file, "instance: shop\ntimezone: UTC\n");
        assertThat(policy.reload()).isTrue();

        assertThat(health.get()).isNotSameAs(first);
    }

    @Test
    void healthIsDerivedAnewAfterAChangeOfTheInventory() {
        List<DatasetHealth> first = health.get();
        board.put(new Inventory(NOON, List.of(), List.of(), new Scope(Set.of("shop"), List.of(), List.of())));

        assertThat(health.get()).isNotSameAs(first);
    }

    @Test
    void healthThatCouldNotBeDerivedIsDerivedByTheNextCall() {
        journal.close();
        assertThatThrownBy(health::get).isInstanceOf(JournalException.class);

        assertThatThrownBy(health::get).isInstanceOf(JournalException.class);
    }
}
