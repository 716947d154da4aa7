package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.EngineDocker;
import io.slackwater.journal.LeaseRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
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
}
