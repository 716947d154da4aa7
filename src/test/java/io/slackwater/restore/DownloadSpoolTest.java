package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.kind.ExecFeed;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads are complete before they are sent. */
class DownloadSpoolTest {

    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    private final AtomicLong free = new AtomicLong(1L << 40);

    @Test
    void aCompleteDownloadHasItsLengthAndHash() throws Exception {
        DownloadSpool.Complete file = spool().read(download(4, sink -> {
            sink.write("ab".getBytes(StandardCharsets.UTF_8));
            sink.write('c');
        }));

        try (InputStream content = file.content()) {
            assertThat(directory.resolve("scratch")).isEmptyDirectory();
            assertThat(content).hasContent("abc");
        }
        assertThat(file.size()).isEqualTo(3);
        assertThat(file.sha256()).isEqualTo(DigestUtils.sha256Hex("abc"));
        assertThat(new DownloadSpool(directory.resolve("scratch"))
                        .read(download(0, sink -> {}))
                        .size())
                .isZero();
    }

    @Test
    void aFileThatDoesNotFitIsRefusedBeforeItIsRead() {
        free.set(1000L * MIB);
        refused("1000 MiB are free", download(800L * MIB, sink -> {
            throw new AssertionError("was read");
        }));
    }

    @Test
    void aDirectoryThatDoesNotFitIsRefusedBeforeTheDiskIsFull() {
        AtomicLong written = new AtomicLong();
        refused("Free some space", download(0, sink -> {
            byte[] some = new byte[MIB];
            for (int n = 0; n < 64; n++) {
                sink.write(some);
                written.addAndGet(MIB);
                free.set(270L * MIB - written.get());
            }
        }));
        assertThat(written).hasValueLessThan(32L * MIB);
    }

    @Test
    void afterAFailureNothingIsLeft() {
        refused("a pack is damaged", download(0, sink -> {
            sink.write(1);
            throw new RepositoryException(Failure.DAMAGED, "a pack is damaged");
        }));
        refused("the disk is away", download(0, sink -> {
            throw new IOException("the disk is away");
        }));
    }

    private DownloadSpool spool() {
        return new DownloadSpool(directory.resolve("scratch"), scratch -> free.get());
    }

    private static Restores.Download download(long bytes, ExecFeed.Input content) {
        return new Restores.Download("a.txt", Optional.empty(), bytes, content);
    }

    private void refused(String words, Restores.Download download) {
        SnapshotFilesTest.refused(Reason.FAILED, words, () -> spool().read(download));
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }
}
