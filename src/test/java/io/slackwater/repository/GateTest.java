package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
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
    void manySharedPassesAreOpenAndAnExclusivePassWaitsForAll() throws Exception {
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
    void anExclusivePassIsNotStarvedByLaterSharedPasses() throws Exception {
        Gate.Pass first = gate.shared();
        Thread alone = enter("alone", true);
        Thread later = enter("later", false);

        first.close();

        assertThat(alone.join(Duration.ofSeconds(5))).isTrue();
        assertThat(later.join(Duration.ofSeconds(5))).isTrue();
        assertThat(order).containsExactly("alone", "later");
    }

    @Test
    void sharedPassesOvertakeAnExclusivePassBehindALongBackup() throws Exception {
        Gate impatient = new Gate(Duration.ofMillis(50), Duration.ofMillis(200));
        Gate.Pass hours = impatient.shared();
        Thread alone = enter(impatient, "alone", true);
        Thread later = enter(impatient, "later", false);

        assertThat(later.join(Duration.ofSeconds(5))).isTrue();
        assertThat(alone.isAlive()).isTrue();
        hours.close();

        assertThat(alone.join(Duration.ofSeconds(5))).isTrue();
        assertThat(order).containsExactly("later", "alone");
    }

    @Test
    void aPassIsReleasedOnce() throws Exception {
        Gate.Pass held = gate.shared();
        Gate.Pass closed = gate.shared();
        closed.close();
        closed.close();

        Thread alone = enter("alone", true);
        assertThat(order).isEmpty();
        held.close();
        assertThat(alone.join(Duration.ofSeconds(5))).isTrue();
    }

    private Thread enter(String name, boolean exclusive) {
        return enter(gate, name, exclusive);
    }

    /** Returns when the thread waits, or has ended. */
    private Thread enter(Gate gate, String name, boolean exclusive) {
        Thread thread = Thread.ofPlatform().start(() -> {
            try (Gate.Pass pass = exclusive ? gate.exclusive() : gate.shared()) {
                order.add(name);
            } catch (InterruptedException e) {
                order.add(name + " interrupted");
            }
        });
        Awaitility.await()
                .until(() -> Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED)
                        .contains(thread.getState()));
        return thread;
    }
}
