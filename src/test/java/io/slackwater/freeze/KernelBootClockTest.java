package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelBootClockTest {

    @TempDir
    Path proc;

    @Test
    void uptimeAndBootIdAreReadAsTheKernelWritesThem() throws IOException {
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "9a1d-x\n");
        Files.writeString(proc.resolve("uptime"), "350735.47 234388.90\n");
        KernelBootClock clock = new KernelBootClock(proc);

        assertThat(clock.bootId()).isEqualTo("9a1d-x");
        assertThat(clock.uptime()).isEqualTo(Duration.ofMillis(350_735_470));
    }

    @Test
    void theRunningKernelHasUptimeAndBootId() {
        BootClock clock = new KernelBootClock(Path.of("/proc"));
        assertThat(clock.bootId()).hasSize(36);
        assertThat(clock.uptime()).isPositive();
    }

    @Test
    void anUnreadableKernelFileIsReportedWithItsConsequence() {
        assertThatThrownBy(() -> new KernelBootClock(proc).uptime())
                .hasMessageContaining(proc.resolve("uptime").toString())
                .hasMessageContaining("deadline");
    }
}
