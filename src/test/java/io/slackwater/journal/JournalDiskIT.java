package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.journal.RepositoryStore.Trouble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on its own disk, which becomes full and read-only. Needs root, for mount. */
class JournalDiskIT {

    @TempDir
    Path dir;

    private Path disk;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        disk = Files.createDirectory(dir.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=4m", "slackwater-test", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", command), said)
                .isZero();
    }

    private Path fill() throws IOException {
        Path ballast = disk.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
        return ballast;
    }

    private Journal open() {
        return Journal.open(disk.resolve("journal.db"), Clock.systemUTC());
    }

    @Test
    void aFullDiskRefusesEveryWriteAndRecoversWithoutARestart() throws Exception {
        try (Journal journal = open()) {
            RunRecord before = RunRecords.succeed(journal, "before", "a", T0);
            RunRecord open = RunRecords.verifying(journal, "open", "a", T0.plusSeconds(1));
            RunRecord success = RunRecords.in(open, RunState.SUCCEEDED, T0.plusSeconds(2), "x".repeat(100_000));
            Path ballast = fill();

            assertThatThrownBy(journal::probe)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(disk.resolve("journal.db").toString())
                    .hasMessageContaining("the disk is full")
                    .hasMessageContaining("Free some space");
            assertThatThrownBy(() -> journal.verdicts().verified(RunRecords.verdict(success, T0), success))
                    .isInstanceOf(JournalException.class);
            assertThatThrownBy(() -> journal.copyTo(disk.resolve("copy"))).isInstanceOf(JournalException.class);
            assertThat(disk.resolve("copy.part")).doesNotExist();

            assertThat(journal.runs().find("before")).contains(before);
            assertThat(journal.runs().find("open")).contains(open);
            assertThat(journal.verdicts().of("a")).hasSize(1);

            Files.delete(ballast);
            journal.probe();
            journal.verdicts().verified(RunRecords.verdict(success, T0), success);
            assertThat(journal.verdicts().of("a")).hasSize(2);
        }
        try (Journal again = open()) {
            assertThat(again.runs().open()).isEmpty();
            assertThat(again.runs().page(Optional.empty(), Optional.empty(), Optional.empty(), 10))
                    .hasSize(2);
        }
    }

    @Test
    void aJournalThatFillsTheDiskStaysIntact() throws Exception {
        int committed = 0;
        try (Journal journal = open()) {
            String filler = "x".repeat(40_000);
            while (committed < 10_000) {
                try {
                    journal.repositories()
                            .begin("note-" + committed, new RepositoryTrouble(Trouble.DATA, "damaged", filler));
                    committed++;
                } catch (JournalException e) {
                    assertThat(e).hasMessageContaining("full");
                    break;
                }
            }
            assertThat(committed).isBetween(5, 200);
            assertThat(journal.repositories().trouble("note-" + (committed - 1), Trouble.DATA))
                    .contains(filler);
            assertThat(journal.repositories().trouble("note-" + committed, Trouble.DATA))
                    .isEmpty();
        }
        run("mount", "-o", "remount,size=16m", disk.toString());
        try (Journal again = open()) {
            assertThat(again.repositories().trouble("note-" + (committed - 1), Trouble.DATA))
                    .isPresent();
            assertThat(again.repositories().trouble("note-" + committed, Trouble.DATA))
                    .isEmpty();
        }
    }

    @Test
    void aJournalOnAFullDiskReportsTheFullDisk() throws Exception {
        fill();
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(disk.resolve("journal.db").toString())
                .hasMessageContaining("full");
    }

    @Test
    void aReadOnlyDiskIsReportedWithItsRemedy() throws Exception {
        try (Journal journal = open()) {
            RunRecords.succeed(journal, "r1", "a", T0);
        }
        run("mount", "-o", "remount,ro", disk.toString());
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(disk.resolve("journal.db").toString())
                .hasMessageContaining("writable");
        run("mount", "-o", "remount,rw", disk.toString());
        try (Journal journal = open()) {
            assertThat(journal.verdicts().of("a")).hasSize(1);
        }
    }
}
