package io.slackwater.kind.config;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.TemporaryFiles;
import io.slackwater.stream.DumpSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** Reads a dump that was written to a temporary file first. */
final class FileDump implements DumpSource {

    private static final Logger LOG = Logger.getLogger(FileDump.class);

    private final InputStream content;
    private final TemporaryFiles files;

    /**
     * Opens the file.
     *
     * @param files the directory of the file; {@link #close} removes it
     */
    FileDump(Path file, TemporaryFiles files) throws IOException {
        this.files = files;
        this.content = Files.newInputStream(file);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return content.read(into, offset, length);
    }

    @Override
    public void finish() throws IOException {
        if (content.read() >= 0) {
            throw new CaptureException("The file of the dump was not read to its end", EndCause.SOURCE);
        }
    }

    @Override
    public void close() {
        try (files) {
            content.close();
        } catch (IOException e) {
            LOG.warnf(e, "Temporary files could not be removed: path=%s", files.path());
        }
    }
}
