package io.slackwater.restore;

import io.slackwater.kind.RestoreException;
import io.slackwater.repository.RepositoryException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Reads downloads completely from the repository into temporary files, before the first byte is sent. Length and hash are
 * therefore known, and an error of the repository never becomes a truncated file. Safe for use by several threads.
 *
 * @param scratch the directory for temporary files
 * @param space measures the free space of its disk
 */
public record DownloadSpool(Path scratch, Space space) {

    /** How much of the disk stays free, because the journal is on it. */
    private static final long RESERVE = 256L << 20;

    /** The free space is measured again after so many bytes. */
    private static final long STEP = 16L << 20;

    private static final long MIB = 1L << 20;

    /** Measures the free space of a disk, in bytes. */
    @FunctionalInterface
    public interface Space {
        long usable(Path directory) throws IOException;
    }

    public DownloadSpool(Path scratch) {
        this(scratch, directory -> Files.getFileStore(directory).getUsableSpace());
    }

    /**
     * A complete file.
     *
     * @param sha256 its hash in hexadecimal digits
     * @param content its content; the file has no name any more, so that nothing is left when the content is closed
     */
    public record Complete(long size, String sha256, InputStream content) {}

    /** @throws RestoreException the data cannot be read, or the disk has too little space */
    public Complete read(Restores.Download download) throws RestoreException, InterruptedException {
        try {
            Files.createDirectories(scratch);
            requireSpace(download, download.bytes());
            Path file = Files.createTempFile(scratch, "download-", "");
            try {
                MessageDigest digest = DigestUtils.getSha256Digest();
                try (OutputStream out =
                        new Bounded(new DigestOutputStream(Files.newOutputStream(file), digest), download)) {
                    download.content().writeTo(out);
                }
                // Opening it deletes its name at once, so its size is asked first.
                long size = Files.size(file);
                return new Complete(
                        size,
                        HexFormat.of().formatHex(digest.digest()),
                        Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
            } catch (IOException | RepositoryException | RuntimeException | InterruptedException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (TooLittleSpace e) {
            throw new RestoreException(String.valueOf(e.getMessage()), e);
        } catch (IOException | RepositoryException e) {
            throw RestoreException.failed("download of " + download.name(), e);
        }
    }

    private void requireSpace(Restores.Download download, long bytes) throws IOException {
        long usable = space.usable(scratch);
        if (usable - bytes < RESERVE) {
            throw new TooLittleSpace(
                    "download of %s refused: %d MiB are free where Slackwater keeps temporary files (the volume slackwater-data),"
                                    .formatted(download.name(), usable / MIB)
                            + " but the file needs more, and %d MiB stay reserved. Free some space, or restore into a volume or directory"
                                    .formatted(RESERVE / MIB));
        }
    }

    /** The disk has too little space. */
    private static final class TooLittleSpace extends IOException {

        private static final long serialVersionUID = 1L;

        TooLittleSpace(String message) {
            super(message);
        }
    }

    /** Fails before the disk is full. */
    private final class Bounded extends FilterOutputStream {

        private final Restores.Download download;
        private long unmeasured;

        Bounded(OutputStream out, Restores.Download download) {
            super(out);
            this.download = download;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            unmeasured += length;
            if (unmeasured >= STEP) {
                requireSpace(download, 0);
                unmeasured = 0;
            }
            out.write(bytes, offset, length);
        }
    }
}
