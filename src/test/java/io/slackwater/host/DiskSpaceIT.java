package io.slackwater.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.DiskAlarms;
import io.slackwater.journal.TestJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real disks: an ext4 file system with space reserved for root, and a tmpfs. Needs root, for mount. */
class DiskSpaceIT {

    @TempDir
    Path dir;

    private Path repos;
    private Path data;

    @BeforeEach
    void mountTwoDisks() throws Exception {
        repos = Files.createDirectory(dir.resolve("repos"));
        data = Files.createDirectory(dir.resolve("data"));
        Path image = dir.resolve("image");
        run("truncate", "-s", "64m", image.toString());
        run("mkfs.ext4", "-q", "-m", "10", image.toString());
        run("mount", "-o", "loop", image.toString(), repos.toString());
        run("mount", "-t", "tmpfs", "-o", "size=4m", "slackwater-test", data.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", repos.toString());
        run("umount", "-l", data.toString());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", command), said)
                .isZero();
        return said;
    }

    /** A column that {@code df} shows of the disk of a directory. */
    private static String df(Path directory, String column) throws Exception {
        return run("df", "-B1", "--output=" + column, directory.toString())
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .strip();
    }

    @Test
    void aDiskHasTheNameTheFreeSpaceAndThePercentageOfDf() throws Exception {
        Files.write(repos.resolve("file"), new byte[40 << 20]);
        DiskPlace critical = DiskPlace.repository("critical", Files.createDirectory(repos.resolve("critical")));
        DiskPlace models = DiskPlace.repository("models", Files.createDirectory(repos.resolve("models")));
        DiskPlace journal = DiskPlace.journal(data);
        try (TestJournal kept = new TestJournal()) {
            Disks disks = new Disks(kept.journal().disks(), Clock.systemUTC());

            disks.measure(List.of(critical, models, journal));

            assertThat(disks.current()).hasSize(2);
            Disk ext4 = disks.current().getFirst();
            assertThat(ext4.places()).containsExactly(critical, models);
            assertThat(ext4.name()).isEqualTo(df(repos, "source"));
            assertThat(ext4.freeBytes()).isEqualTo(Long.parseLong(df(repos, "avail")));
            assertThat(ext4.usedPercent() + "%").isEqualTo(df(repos, "pcent"));
            assertThat(disks.current().getLast().places()).containsExactly(journal);
            assertThat(disks.current().getLast().name()).startsWith("slackwater-test ");
        }
    }

    @Test
    void aDiskHasAnAlarmWhileItIsNearlyFull() throws Exception {
        DiskPlace journal = DiskPlace.journal(data);
        Path file = data.resolve("file");
        try (TestJournal kept = new TestJournal()) {
            Disks disks = new Disks(kept.journal().disks(), Clock.systemUTC());

            Files.write(file, new byte[3 << 20]);
            disks.measure(List.of(journal));
            assertThat(DiskAlarms.of(disks.current(), 80, Clock.systemUTC().instant()))
                    .isEmpty();

            Files.write(file, new byte[7 << 19]);
            disks.measure(List.of(journal));
            assertThat(DiskAlarms.of(disks.current(), 80, Clock.systemUTC().instant()))
                    .singleElement()
                    .satisfies(alarm -> assertThat(alarm.detail()).startsWith("88 % are used"));

            Files.delete(file);
            disks.measure(List.of(journal));
            assertThat(DiskAlarms.of(disks.current(), 80, Clock.systemUTC().instant()))
                    .isEmpty();
        }
    }
}
