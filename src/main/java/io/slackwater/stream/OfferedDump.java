package io.slackwater.stream;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A dump that one reader may fetch. Safe for use by several threads. */
public final class OfferedDump implements AutoCloseable {

    private final OfferedDumps dumps;
    private final String dataset;
    private final DumpSource source;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable StreamReceipt receipt;
    private volatile @Nullable String failure;

    OfferedDump(OfferedDumps dumps, String dataset, DumpSource source) {
        this.dumps = dumps;
        this.dataset = dataset;
        this.source = source;
    }

    /** Waits until the dump can be read. Throws with the reason when it cannot be opened. */
    public void opened() throws IOException, InterruptedException {
        source.opened();
    }

    /** The number of bytes sent so far. */
    public long bytes() {
        return bytes.get();
    }

    /** The size and checksum of the dump; empty until the whole dump was sent. */
    public Optional<StreamReceipt> receipt() {
        return Optional.ofNullable(receipt);
    }

    /** Why the transfer was broken off; empty when it was not. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Withdraws the dump, ends it and breaks off its reader. Idempotent. */
    @Override
    public void close() {
        dumps.withdraw(dataset, this);
        source.close();
    }

    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    DumpSource source() {
        return source;
    }

    void sent(int count) {
        bytes.addAndGet(count);
    }

    void complete(StreamReceipt whole) {
        receipt = whole;
    }

    /** Records the reason of the first failure. Later failures are its consequences. */
    void fail(String reason) {
        if (failure == null) {
            failure = reason;
        }
    }
}
