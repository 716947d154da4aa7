package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.docker.DockerException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two datasets of one workload. */
@Timeout(20)
class ReservationsTest {

    private static final List<String> FILES = List.of("c1");

    private final Reservations reservations = new Reservations();

    @Test
    void aSecondReservationWaitsForTheFirst() throws Exception {
        reservations.reserve("shop.files.srv-a", FILES, Duration.ZERO);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> {
            try {
                reservations.reserve("shop.files.srv-b", FILES, Duration.ofSeconds(10));
                return true;
            } catch (DockerException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> second.get(50, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        reservations.release(List.of("c1"));
        assertThat(second.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aReservationThatTimesOutNamesItsDataset() throws Exception {
        reservations.reserve("shop.files.srv-a", FILES, Duration.ZERO);
        assertThatThrownBy(() -> reservations.reserve("shop.files.srv-b", FILES, Duration.ofMillis(50)))
                .isInstanceOf(DockerException.class)
                .hasMessage(
                        "Cannot freeze for dataset shop.files.srv-b: its container is reserved for the backup of another dataset."
                                + " Try again later");
    }
}
