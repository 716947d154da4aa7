package io.slackwater.stream;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.digest.DigestUtils;
import org.jboss.logging.Logger;

/**
 * Copies one dump to its reader on its own thread. A slow reader slows the dump down. Only a complete dump ends
 * properly; after any failure the reader sees a broken transfer. Loss prevented: restic would store half a dump as a
 * snapshot.
 */
final class StreamPump implements Runnable {

    private static final Logger LOG = Logger.getLogger(StreamPump.class);

    private final String dataset;
    private final OfferedDump offer;
    private final DumpOutput outlet;
    private final long idleNanos;
    private final ScheduledExecutorService timer;
    /** Whether the pump waits for the reader; otherwise it waits for the dump. */
    private volatile boolean reader;
    /** When the wait began ({@link System#nanoTime}). */
    private volatile long since;

    StreamPump(String dataset, OfferedDump offer, DumpOutput outlet, long idleNanos, ScheduledExecutorService timer) {
        this.dataset = dataset;
        this.offer = offer;
        this.outlet = outlet;
        this.idleNanos = idleNanos;
        this.timer = timer;
    }

    @Override
    public void run() {
        try {
            offer.source().opened();
            send();
        } catch (RejectedExecutionException e) {
            fail("Slackwater is being stopped", e);
        } catch (IOException | RuntimeException e) {
            fail(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            fail("interrupted", e);
            Thread.currentThread().interrupt();
        }
    }

    private void send() throws IOException, InterruptedException {
        await(false);
        long period = Math.max(1, idleNanos / 4);
        ScheduledFuture<?> watch =
                timer.scheduleWithFixedDelay(this::endWhenSilent, period, period, TimeUnit.NANOSECONDS);
        try {
            MessageDigest digest = DigestUtils.getSha256Digest();
            copy(digest);
            offer.source().finish();
            offer.complete(new StreamReceipt(offer.bytes(), HexFormat.of().formatHex(digest.digest())));
            outlet.end();
        } finally {
            watch.cancel(false);
        }
    }

    private void await(boolean forReader) {
        reader = forReader;
        since = System.nanoTime();
    }

    private void copy(MessageDigest digest) throws IOException, InterruptedException {
        DumpSource source = offer.source();
        while (true) {
            await(true);
            byte[] buffer = outlet.buffer();
            await(false);
            int count = source.read(buffer, 0, buffer.length);
            if (count < 0) {
                return;
            }
            digest.update(buffer, 0, count);
            offer.sent(count);
            await(true);
            outlet.write(buffer, count);
        }
    }

    /**
     * Ends a transfer without progress. restic cannot end it, because restic ignores a cancel while it reads from a
     * command.
     */
    private void endWhenSilent() {
        if (System.nanoTime() - since <= idleNanos) {
            return;
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(idleNanos);
        offer.fail(
                reader
                        ? "the reader of the dump of dataset " + dataset + " read nothing for " + seconds
                                + " s and was cut off. If the repository's disk or server is slow, raise"
                                + " limits.idle in the policy"
                        : "the dump of dataset " + dataset + " wrote nothing for " + seconds
                                + " s and was ended. Look for a lock in the database, or raise limits.idle in the policy");
        offer.source().close();
        outlet.cut();
    }

    private void fail(String reason, Exception e) {
        offer.fail(reason);
        LOG.warnf("stream cut dataset=%s bytes=%d reason=%s", dataset, offer.bytes(), reason);
        LOG.debug("stream cut", e);
        try {
            outlet.cut();
        } finally {
            offer.source().close();
        }
    }
}
