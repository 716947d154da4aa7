package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private final Slots slots = new Slots(1);
    private final List<String> in = new CopyOnWriteArrayList<>();
    private final Map<String, Slots.Slot> held = new ConcurrentHashMap<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        threads.forEach(Thread::interrupt);
    }

    private void comes(String name) {
        comes(name, false);
    }

    private void comes(String name, boolean queued) {
        Thread thread = Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                held.put(name, slots.acquire(queued, Optional.empty()));
                in.add(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        threads.add(thread);
        await().until(() -> in.contains(name) || thread.getState() == Thread.State.WAITING);
    }

    private Slots.Slot slotOf(String name) {
        return Objects.requireNonNull(held.get(name), name);
    }

    private void leaves(String name) {
        slotOf(name).close();
    }

    /** Waits for a slot on its own thread. Returns when that thread waits. */
    private Thread waits(Slots.Slot slot) {
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                slot.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        threads.add(thread);
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    @Test
    void aQueuedRunUsesNoSlot() {
        comes("queued", true);
        comes("works");
        assertThat(in).containsExactly("queued", "works");
    }

    @Test
    void queuedRunsAreLimitedLikeActiveRuns() {
        comes("queued", true);
        comes("next", true);
        assertThat(in).containsExactly("queued");

        leaves("queued");

        await().until(() -> in.contains("next"));
    }

    @Test
    void aQueuedRunThatStartsUsesASlotAtOnce() {
        comes("queued", true);
        comes("works");
        slotOf("queued").take();
        leaves("works");
        comes("next");
        assertThat(in).containsExactly("queued", "works");

        leaves("queued");

        await().until(() -> in.contains("next"));
    }

    @Test
    void aRunBeyondTheLimitContinuesWhenASlotIsFree() throws Exception {
        comes("queued", true);
        comes("works");
        slotOf("queued").take();
        Thread goesOn = waits(slotOf("queued"));
        comes("next", true);
        assertThat(in).containsExactly("queued", "works");

        leaves("works");

        assertThat(goesOn.join(Duration.ofSeconds(10))).isTrue();
        await().until(() -> in.contains("next"));
        comes("another");
        assertThat(in).doesNotContain("another");
    }

    @Test
    void aQueuedRunThatIsNotStartedWaitsForASlotAndReleasesIt() throws Exception {
        comes("queued", true);
        comes("works");
        Thread goesOn = waits(slotOf("queued"));
        leaves("works");
        assertThat(goesOn.join(Duration.ofSeconds(10))).isTrue();
        assertThat(slots.tryAcquire()).isEmpty();

        leaves("queued");
        leaves("queued");

        assertThat(slots.tryAcquire()).isPresent();
        assertThat(slots.tryAcquire()).isEmpty();
    }

    @Test
    void aHigherLimitStartsWaitingRuns() {
        comes("one");
        comes("two");
        comes("three");
        assertThat(in).containsExactly("one");

        slots.resize(2);

        await().until(() -> in.size() == 2);
        assertThat(in).containsExactly("one", "two");
    }

    @Test
    void oneUrgentRunAtATimeStartsBesideLongRuns() throws Exception {
        comes("of hours");
        comes("next");
        Slots.Slot first = slots.acquire(false, Optional.of(Duration.ofMillis(20)));
        List<String> second = new CopyOnWriteArrayList<>();
        Thread waits = Thread.ofPlatform().daemon().start(() -> {
            try {
                slots.acquire(false, Optional.of(Duration.ofMillis(20))).close();
                second.add("in");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        threads.add(waits);
        await().until(() -> waits.getState() == Thread.State.WAITING);
        assertThat(second).isEmpty();
        assertThat(in).containsExactly("of hours");

        first.close();
        await().until(() -> !second.isEmpty());
        assertThat(in).containsExactly("of hours");

        leaves("of hours");
        await().until(() -> in.contains("next"));
    }

    @Test
    void aLowerLimitInterruptsNoRunAndAppliesWhenRunsEnd() {
        slots.resize(3);
        comes("one");
        comes("two");
        comes("three");
        assertThat(in).hasSize(3);

        slots.resize(1);
        leaves("one");
        leaves("two");
        comes("four");

        await().during(Duration.ofMillis(200)).until(() -> in.size() == 3);
        leaves("three");
        await().until(() -> in.contains("four"));
    }

    @Test
    void atLeastOneSlotExists() {
        assertThatThrownBy(() -> slots.resize(0)).hasMessageContaining("not 0");
    }
}
