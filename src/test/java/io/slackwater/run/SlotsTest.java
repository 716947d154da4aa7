package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
                held.put(name, slots.acquire(queued));
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

    /** On a thread of its own, which is waiting then. */
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
    void who_stands_in_a_queue_elsewhere_keeps_nobody_from_work() {
        comes("queued", true);
        comes("works");
        assertThat(in).containsExactly("queued", "works");
    }

    @Test
    void only_as_many_stand_in_a_queue_elsewhere_as_may_work() {
        comes("queued", true);
        comes("next", true);
        assertThat(in).containsExactly("queued");

        leaves("queued");

        await().until(() -> in.contains("next"));
    }

    @Test
    void who_is_called_works_at_once_and_then_keeps_others_from_it() {
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
    void who_worked_beyond_the_bound_goes_on_when_there_is_room_and_stays_in_the_queue_until_then() throws Exception {
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
    void who_is_not_called_waits_as_others_do_and_ends_without_a_trace() throws Exception {
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
    void more_slots_let_those_in_that_wait_already() {
        comes("one");
        comes("two");
        comes("three");
        assertThat(in).containsExactly("one");

        slots.resize(2);

        await().until(() -> in.size() == 2);
        assertThat(in).containsExactly("one", "two");
    }

    @Test
    void who_must_not_wait_for_hours_gets_in_beside_those_that_take_hours_one_at_a_time() throws Exception {
        comes("of hours");
        comes("next");
        Slots.Slot first = slots.acquireWithin(Duration.ofMillis(20), false);
        List<String> second = new CopyOnWriteArrayList<>();
        Thread waits = Thread.ofPlatform().daemon().start(() -> {
            try {
                slots.acquireWithin(Duration.ofMillis(20), false).close();
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
    void fewer_slots_interrupt_nobody_and_hold_as_soon_as_enough_have_ended() {
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
    void there_is_always_at_least_one() {
        assertThatThrownBy(() -> slots.resize(0)).hasMessageContaining("not 0");
    }
}
