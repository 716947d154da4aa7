package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.EngineDocker;
import io.slackwater.journal.LeaseRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lease that a dead process left open, found while Docker is away. */
class LeaseTest {

    private static final Instant INTENDED = Instant.parse("2026-03-01T02:00:00Z");

    @TempDir
    Path directory;

    private final FakeUptime uptime = new FakeUptime();
    private LeaseJournal leases;
    private EngineDocker away;

    @BeforeEach
    void open() {
        leases = new LeaseJournal(directory);
        away = new EngineDocker(directory.resolve("docker.sock"), () -> "sw-it", () -> "image");
    }

    @AfterEach
    void close() {
        leases.close();
    }

    private Lease found(Instant when) {
        LeaseRecord record = new LeaseRecord(
                1, "run", "d", Map.of("c", INTENDED), INTENDED, "boot-1", uptime.now.plusSeconds(60), true);
        Lease lease = new Lease(
                1, record, List.of(FrozenContainer.found(away, "c", INTENDED)), when, leases.store(), uptime, () -> {});
        lease.end("found open");
        return lease;
    }

    @Test
    void aLeaseLastsFromItsJournaledBeginUntilTheThaw() {
        Lease lease = found(INTENDED.plusSeconds(42));
        assertThat(lease.stood()).isEqualTo(Duration.ofSeconds(42));
        uptime.now = uptime.now.plusSeconds(5);
        assertThat(lease.stood()).isEqualTo(Duration.ofSeconds(47));
    }

    @Test
    void aLeaseStaysOpenUntilAStartCanThawIt() {
        leases.store()
                .intended(new LeaseRecord(
                        0, "run", "shop.locked.data", Map.of("c", INTENDED), INTENDED, "boot-1", uptime.now, true));
        LeaseFreezer freezer = new LeaseFreezer(away, leases.store(), uptime, Clock.systemUTC());
        assertThat(freezer.frozen()).isEmpty();
        freezer.settle();
        assertThat(freezer.stuck())
                .as("a thaw is tried before the container is reported")
                .isEmpty();
        assertThat(freezer.frozen()).containsExactly("shop.locked.data");
    }

    @Test
    void aClockThatWasSetBackGivesNoNegativeDuration() {
        Lease lease = found(INTENDED.minusSeconds(1));
        assertThat(lease.stood()).isZero();
    }
}
