package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private final Slots slots = new Slots(1);
    private final List<String> in = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        threads.forEach(Thread::interrupt);
    }

    private void comes(String name) {
        Thread thread = Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                slots.acquire();
                in.add(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        threads.add(thread);
        await().until(() -> in.contains(name) || thread.getState() == Thread.State.WAITING);
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
        Runnable first = slots.acquireWithin(Duration.ofMillis(20));
        List<String> second = new CopyOnWriteArrayList<>();
        Thread waits = Thread.ofPlatform().daemon().start(() -> {
            try {
                slots.acquireWithin(Duration.ofMillis(20)).run();
                second.add("in");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        threads.add(waits);
        await().until(() -> waits.getState() == Thread.State.WAITING);
        assertThat(second).isEmpty();
        assertThat(in).containsExactly("of hours");

        first.run();
        await().until(() -> !second.isEmpty());
        assertThat(in).containsExactly("of hours");

        slots.release();
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
        slots.release();
        slots.release();
        comes("four");

        await().during(Duration.ofMillis(200)).until(() -> in.size() == 3);
        slots.release();
        await().until(() -> in.contains("four"));
    }

    @Test
    void there_is_always_at_least_one() {
        assertThatThrownBy(() -> slots.resize(0)).hasMessageContaining("not 0");
    }
}
