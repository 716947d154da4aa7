package io.slackwater.stream;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Moves one dump into one HTTP response on a thread of its own, with a few buffers in flight: a slow reader slows the dump down.
 * The response is ended properly only after the dump said that it is whole; in every other case the connection is closed, so that
 * the reader sees a broken transfer and never a short but valid one.
 */
final class StreamPump implements Runnable {

    private static final Logger LOG = Logger.getLogger(StreamPump.class);

    /** Large enough that the event loop is not the bottleneck, small enough for a small heap. */
    private static final int BUFFER = 256 * 1024;

    private static final int BUFFERS = 4;

    private final String dataset;
    private final StreamOffer offer;
    private final HttpServerResponse response;
    private final Runnable cut;
    private final long idleNanos;
    private final ScheduledExecutorService timer;
    private final BlockingQueue<byte[]> free = new LinkedBlockingQueue<>();
    private final AtomicLong lastByte = new AtomicLong(System.nanoTime());

    StreamPump(
            String dataset,
            StreamOffer offer,
            HttpServerResponse response,
            Runnable cut,
            long idleNanos,
            ScheduledExecutorService timer) {
        this.dataset = dataset;
        this.offer = offer;
        this.response = response;
        this.cut = cut;
        this.idleNanos = idleNanos;
        this.timer = timer;
        for (int i = 0; i < BUFFERS; i++) {
            free.add(new byte[BUFFER]);
        }
    }

    @Override
    public void run() {
        long period = Math.max(1, idleNanos / 4);
        ScheduledFuture<?> watch =
                timer.scheduleWithFixedDelay(this::endWhenSilent, period, period, TimeUnit.NANOSECONDS);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            copy(digest);
            offer.source().finish();
            offer.complete(new StreamReceipt(offer.bytes(), HexFormat.of().formatHex(digest.digest())));
            response.end();
        } catch (IOException | RuntimeException | NoSuchAlgorithmException e) {
            fail(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            fail("interrupted", e);
            Thread.currentThread().interrupt();
        } finally {
            watch.cancel(false);
        }
    }

    private void copy(MessageDigest digest) throws IOException, InterruptedException {
        DumpSource source = offer.source();
        while (true) {
            byte[] buffer = free.poll(idleNanos, TimeUnit.NANOSECONDS);
            if (buffer == null) {
                throw new IOException(
                        "the reader took nothing for " + TimeUnit.NANOSECONDS.toSeconds(idleNanos) + " s");
            }
            lastByte.set(System.nanoTime());
            int count = source.read(buffer, 0, buffer.length);
            if (count < 0) {
                free.add(buffer);
                return;
            }
            lastByte.set(System.nanoTime());
            if (response.closed()) {
                throw new IOException("the reader went away");
            }
            digest.update(buffer, 0, count);
            offer.sent(count);
            response.write(Buffer.buffer(Unpooled.wrappedBuffer(buffer, 0, count)))
                    .onComplete(written -> free.add(buffer));
        }
    }

    /** A dump that hangs would keep restic waiting for ever: restic ignores a cancel while it reads from a command. */
    private void endWhenSilent() {
        if (System.nanoTime() - lastByte.get() > idleNanos) {
            offer.fail("the dump of dataset " + dataset + " wrote nothing for "
                    + TimeUnit.NANOSECONDS.toSeconds(idleNanos)
                    + " s and was ended; look for a lock in the database, or raise limits.idle in the policy");
            offer.source().close();
            cut.run();
        }
    }

    private void fail(String reason, Exception e) {
        offer.fail(reason);
        LOG.warnf("stream cut dataset=%s bytes=%d reason=%s", dataset, offer.bytes(), reason);
        LOG.debug("stream cut", e);
        cut.run();
        offer.source().close();
    }
}
