package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ProcessGroupTest {

    @TempDir
    Path directory;

    @Test
    void endingAGroupKillsGrandchildrenThatIgnoreTheSignal() throws Exception {
        ProcessGroup group = shell("(trap '' TERM; echo $BASHPID > grandchild; sleep 600; sleep 600) & wait");
        long grandchild = pidIn("grandchild");

        group.end();

        assertThat(group.process().isAlive()).isFalse();
        assertThat(runs(grandchild)).isFalse();
    }

    @Test
    void endingAGroupKillsAGrandchildInItsOwnSession() throws Exception {
        ProcessGroup group = shell("setsid bash -c 'echo $$ > grandchild; exec sleep 600' & wait");
        long grandchild = pidIn("grandchild");

        group.end();

        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !runs(grandchild));
    }

    @Test
    void anEndedProcessLeavesNoChild() throws Exception {
        ProcessGroup group = shell("sleep 600 & echo $! > grandchild");
        long grandchild = pidIn("grandchild");
        group.process().waitFor();
        assertThat(runs(grandchild)).isTrue();

        group.killRest();

        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !runs(grandchild));
    }

    @Test
    void endingAGroupKillsAStoppedProcess() throws Exception {
        ProcessGroup group = shell("echo $$ > self; kill -STOP $$; sleep 600");
        pidIn("self");

        group.end();

        assertThat(group.process().isAlive()).isFalse();
    }

    @Test
    void anInterruptDuringTheEndIsKeptAndTheGroupEnds() throws Exception {
        ProcessGroup group = shell("trap '' TERM; echo $$ > self; while :; do sleep 1; done");
        pidIn("self");
        Thread.currentThread().interrupt();

        group.end();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(group.process().isAlive()).isFalse();
    }

    @Test
    void theEnvironmentIsNotInherited() throws Exception {
        ProcessGroup group = ProcessGroup.start(List.of("env"), Map.of("PATH", "/usr/bin:/bin", "ONLY", "this"));
        String out =
                new String(group.process().getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(out.lines()).containsExactlyInAnyOrder("PATH=/usr/bin:/bin", "ONLY=this");
    }

    private ProcessGroup shell(String script) throws Exception {
        return ProcessGroup.start(
                List.of("bash", "-c", "cd " + directory + "; " + script), Map.of("PATH", "/usr/bin:/bin"));
    }

    private long pidIn(String name) {
        Path file = directory.resolve(name);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> Files.exists(file) && !Files.readString(file).isBlank());
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean runs(long pid) throws java.io.IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
    }
}
