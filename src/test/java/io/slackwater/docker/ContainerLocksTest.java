package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContainerLocksTest {

    private final ContainerLocks turns = new ContainerLocks();

    @Test
    void aPauseAndACommandWaitForEachOther() throws Exception {
        ContainerLocks.Turn first = turns.command("c");
        ContainerLocks.Turn second = turns.command("c");
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread pause = Thread.ofVirtual().start(() -> {
            try (ContainerLocks.Turn alone = turns.pause("c")) {
                paused.countDown();
                done.await();
            } catch (DockerException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        first.close();
        assertThat(paused.await(50, TimeUnit.MILLISECONDS)).isFalse();
        second.close();
        assertThat(paused.await(5, TimeUnit.SECONDS)).isTrue();

        CountDownLatch commanded = new CountDownLatch(1);
        Thread command = Thread.ofVirtual().start(() -> {
            try (ContainerLocks.Turn turn = turns.command("c")) {
                commanded.countDown();
            } catch (DockerException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(commanded.await(50, TimeUnit.MILLISECONDS)).isFalse();
        done.countDown();
        assertThat(commanded.await(5, TimeUnit.SECONDS)).isTrue();
        pause.join();
        command.join();
    }

    @Test
    void containersDoNotWaitForEachOther() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        try (ContainerLocks.Turn one = turns.pause("a")) {
            Thread other = Thread.ofVirtual().start(() -> {
                try (ContainerLocks.Turn turn = turns.pause("b")) {
                    paused.countDown();
                } catch (DockerException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(paused.await(5, TimeUnit.SECONDS)).isTrue();
            other.join();
        }
    }

    @Test
    void anInterruptEndsTheWaitAndReleasesTheLock() throws Exception {
        ContainerLocks.Turn held = turns.pause("c");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> turns.command("c"))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        held.close();
        held.close();
        turns.pause("c").close();
    }
}
