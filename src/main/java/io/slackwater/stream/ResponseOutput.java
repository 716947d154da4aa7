package io.slackwater.stream;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/** Sends a dump as the body of the HTTP response, with up to four buffers in flight. */
final class ResponseOutput implements DumpOutput {

    private static final Logger LOG = Logger.getLogger(ResponseOutput.class);

    /** Large enough for full throughput of the event loop, and small enough for a small heap. */
    private static final int BUFFER = 256 * 1024;

    private static final int BUFFERS = 4;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final BlockingQueue<byte[]> free = new LinkedBlockingQueue<>();

    ResponseOutput(HttpServerRequest request) {
        this.request = request;
        this.response = request.response();
        for (int i = 0; i < BUFFERS; i++) {
            free.add(new byte[BUFFER]);
        }
    }

    @Override
    public byte[] buffer() throws IOException, InterruptedException {
        byte[] buffer = free.take();
        if (response.closed()) {
            throw new IOException("the reader disconnected");
        }
        return buffer;
    }

    @Override
    public void write(byte[] buffer, int count) {
        // A lost connection also frees the buffer, so that no thread waits for ever.
        response.write(Buffer.buffer(Unpooled.wrappedBuffer(buffer, 0, count))).onComplete(written -> free.add(buffer));
    }

    @Override
    public void end() {
        response.end();
    }

    @Override
    public void cut() {
        try {
            request.connection().close();
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and every connection with it.
            LOG.debug("there is nothing left to cut", e);
        }
    }
}
