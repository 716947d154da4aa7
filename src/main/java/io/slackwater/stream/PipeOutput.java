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
 * Writes a dump into the pipe that is the reader's standard output; the response says only how it went. That spares the bytes two
 * ways through the kernel and one through the reader, which are what a dump through HTTP costs most. A reader that is cut off fails
 * although its output is all there, as one does that received half a body.
 */
final class PipeOutput implements DumpOutput {

    /** The reader's process id; its standard output must be a pipe. */
    static final String HEADER = "Slackwater-Pipe";

    private static final Logger LOG = Logger.getLogger(PipeOutput.class);

    /** About what a socket of Docker holds, and what stays in a core's own cache. */
    private static final int BUFFER = 256 * 1024;

    private final FileChannel pipe;
    private final HttpServerRequest request;
    private final byte[] buffer = new byte[BUFFER];

    private PipeOutput(FileChannel pipe, HttpServerRequest request) {
        this.pipe = pipe;
        this.request = request;
    }

    /**
     * Empty when the reader did not ask for it, is none of our own children, or has no pipe that we can write to: it gets a body then,
     * which it writes into the same pipe itself.
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
            LOG.infof("the dump takes the longer way, as the body of a response: %s cannot be opened (%s)", output, e);
            return Optional.empty();
        }
    }

    /** Whoever holds the token may read a dump. He may not have it written into a process that has nothing to do with it. */
    private static boolean isOurs(String pid) {
        try {
            long ours = ProcessHandle.current().pid();
            Optional<ProcessHandle> process =
                    ProcessHandle.of(Long.parseLong(pid)).flatMap(ProcessHandle::parent);
            while (process.isPresent() && process.get().pid() != ours) {
                process = process.get().parent();
            }
            return process.isPresent();
        } catch (NumberFormatException e) {
            return false;
        }
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
            // No end of data for whoever reads the pipe: the reader itself holds it too, until it has failed.
            pipe.close();
        } catch (IOException e) {
            LOG.debug("closing a reader's pipe", e);
        }
    }
}
