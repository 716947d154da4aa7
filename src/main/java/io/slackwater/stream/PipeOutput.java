package io.slackwater.stream;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes a dump straight into its reader's stdout, which is a pipe. The HTTP response then carries only success or
 * failure. This saves two copies in the kernel and one in the reader. A broken connection makes the reader fail, even
 * after all bytes arrived.
 */
final class PipeOutput implements DumpOutput {

    /** The request header with the reader's process id. */
    static final String HEADER = "Slackwater-Pipe";

    private static final Logger LOG = Logger.getLogger(PipeOutput.class);

    /** The size of a Docker socket's buffer and of a processor core's own cache. */
    private static final int BUFFER = 256 * 1024;

    private final FileChannel pipe;
    private final HttpServerRequest request;
    private final byte[] buffer = new byte[BUFFER];

    private PipeOutput(FileChannel pipe, HttpServerRequest request) {
        this.pipe = pipe;
        this.request = request;
    }

    /**
     * Opens the stdout of the child process whose id the request sends. Empty for any other reader, which gets the dump
     * as response body.
     */
    static Optional<DumpOutput> to(HttpServerRequest request) {
        @Nullable String pid = request.getHeader(HEADER);
        if (pid == null || !isOurs(pid)) {
            return Optional.empty();
        }
        Path output = Path.of("/proc", pid, "fd", "1");
        try {
            if (!Files.readSymbolicLink(output).toString().startsWith("pipe:")) {
                return Optional.empty();
            }
            return Optional.of(new PipeOutput(FileChannel.open(output, StandardOpenOption.WRITE), request));
        } catch (IOException e) {
            LOG.infof("the dump is sent as an HTTP body, because %s cannot be opened", output);
            LOG.debug("opening a reader's pipe", e);
            return Optional.empty();
        }
    }

    /**
     * Whether the process descends from this one. The token permits reading a dump, but not writing into a foreign
     * process.
     */
    private static boolean isOurs(String pid) {
        return ProcessHandle.current()
                .descendants()
                .anyMatch(child -> Long.toString(child.pid()).equals(pid));
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public void write(byte[] bytes, int count) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, 0, count);
        while (left.hasRemaining()) {
            pipe.write(left);
        }
    }

    @Override
    public void end() throws IOException {
        pipe.close();
        request.response().end();
    }

    @Override
    public void cut() {
        request.connection().close();
        try {
            // restic sees no end of data yet, because curl holds the pipe open until it fails.
            pipe.close();
        } catch (IOException e) {
            LOG.debug("closing a reader's pipe", e);
        }
    }
}
