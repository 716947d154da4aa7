package io.slackwater.repository;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A named pipe as exclude file of restic. restic reads it when it has opened the repository, and before it reads any
 * file of the tree. The window opens only then. Loss prevented: the container would stay paused while restic starts,
 * for 0.6 s and while another program holds the repository's lock. For one thread.
 */
final class ReadyPipe implements AutoCloseable {

    static final String PREFIX = "ready-";

    private static final Logger LOG = Logger.getLogger(ReadyPipe.class);

    /** An invalid pattern, at which restic fails. */
    private static final byte[] REFUSAL = "[\n".getBytes(StandardCharsets.UTF_8);

    private final TemporaryFiles directory;
    private final Path path;
    private final RandomAccessFile pipe;
    private final Window window;
    private boolean waiting = true;

    private ReadyPipe(TemporaryFiles directory, Path path, RandomAccessFile pipe, Window window) {
        this.directory = directory;
        this.path = path;
        this.pipe = pipe;
        this.window = window;
    }

    /** @param window opened once, when restic is ready */
    static ReadyPipe create(Path scratch, Window window) throws IOException, InterruptedException {
        TemporaryFiles directory = TemporaryFiles.create(scratch, PREFIX);
        try {
            Path path = directory.path().toRealPath().resolve("excludes");
            Process mkfifo = new ProcessBuilder("mkfifo", "-m", "600", path.toString())
                    .redirectErrorStream(true)
                    .start();
            int code = mkfifo.waitFor();
            if (code != 0) {
                throw new IOException("mkfifo " + path + " failed: "
                        + new String(mkfifo.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            }
            // Open for reading too, so that neither side waits for the other to open it.
            return new ReadyPipe(directory, path, new RandomAccessFile(path.toFile(), "rw"), window);
        } catch (IOException | InterruptedException e) {
            directory.close();
            throw e;
        }
    }

    String flag() {
        return "--exclude-file=" + path;
    }

    /** Whether restic may not read files yet. */
    boolean waiting() {
        return waiting;
    }

    /** Opens the window if restic reads the pipe, and then lets restic read files. Otherwise does nothing. */
    void poll(Process restic) throws RepositoryException, InterruptedException {
        if (waiting
                && Stream.concat(Stream.of(restic.toHandle()), restic.descendants())
                        .anyMatch(this::isOpenIn)) {
            boolean opened = false;
            try {
                window.open();
                opened = true;
            } finally {
                answer(opened);
            }
        }
    }

    private boolean isOpenIn(ProcessHandle process) {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            for (Path file : files) {
                if (Files.readSymbolicLink(file).equals(path)) {
                    return true;
                }
            }
            return false;
        } catch (AccessDeniedException e) {
            // The kernel hides the files of other processes: a longer pause is better than no backup.
            return true;
        } catch (IOException e) {
            // The process has ended, or has closed a file meanwhile.
            return false;
        }
    }

    /** Makes restic fail before it reads a file, if it still waits. */
    void refuse() {
        answer(false);
    }

    private void answer(boolean read) {
        if (!waiting) {
            return;
        }
        waiting = false;
        try (pipe) {
            if (!read) {
                pipe.write(REFUSAL);
            }
        } catch (IOException e) {
            LOG.warnf("a pipe could not be written path=%s reason=%s", path, FileError.reason(e));
        }
    }

    @Override
    public void close() {
        refuse();
        directory.close();
    }
}
