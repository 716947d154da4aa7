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
    void uptimeIsReadAsTheKernelWritesIt() throws IOException {
        Files.writeString(proc.resolve("uptime"), "350735.47 234388.90\n");
        assertThat(new KernelBootClock(proc).uptime()).isEqualTo(Duration.ofMillis(350_735_470));
    }

    @Test
    void theRunningKernelHasUptime() {
        assertThat(new KernelBootClock(Path.of("/proc")).uptime()).isPositive();
    }

    @Test
    void anUnreadableKernelFileIsReportedWithItsConsequence() {
        assertThatThrownBy(() -> new KernelBootClock(proc).uptime())
                .hasMessageContaining(proc.resolve("uptime").toString())
                .hasMessageContaining("deadline");
    }
}
