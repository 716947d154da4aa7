package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class GateTest {

    private final Gate gate = new Gate();
    private final List<String> order = new CopyOnWriteArrayList<>();

    @Test
    void manyShareItAndOneWaitsForThemAll() throws Exception {
        Gate.Pass first = gate.shared();
        Gate.Pass second = gate.shared();
        Thread alone = enter("alone", true);

        first.close();
        assertThat(alone.isAlive()).isTrue();
        assertThat(order).isEmpty();

        second.close();
        assertThat(alone.join(Duration.ofSeconds(5))).isTrue();
        assertThat(order).containsExactly("alone");
    }

    @Test
    void whoWantsItAloneIsNotStarvedByThoseWhoComeLater() throws Exception {
        Gate.Pass first = gate.shared();
        Thread alone = enter("alone", true);
        Thread later = enter("later", false);

        first.close();

        assertThat(alone.join(Duration.ofSeconds(5))).isTrue();
        assertThat(later.join(Duration.ofSeconds(5))).isTrue();
        assertThat(order).containsExactly("alone", "later");
    }

    @Test
    void closingTwiceGivesBackOnce() throws Exception {
        Gate.Pass held = gate.shared();
        Gate.Pass closed = gate.shared();
        closed.close();
        closed.close();

        Thread alone = enter("alone", true);
        assertThat(order).isEmpty();
        held.close();
        assertThat(alone.join(Duration.ofSeconds(5))).isTrue();
    }

    /** Returns when the thread waits. */
    private Thread enter(String name, boolean exclusive) {
        Thread thread = Thread.ofPlatform().start(() -> {
            try (Gate.Pass pass = exclusive ? gate.exclusive() : gate.shared()) {
                order.add(name);
            } catch (InterruptedException e) {
                order.add(name + " interrupted");
            }
        });
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }
}
