package io.slackwater.backrest.engine;

import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.Window;
import io.slackwater.stream.OfferedDump;
import io.slackwater.stream.OfferedDumps;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** The dump or the frozen tree that Backrest's restic reads. Used by the run's thread. */
final class BackrestReading implements AutoCloseable {

    private final StoreRequest request;
    private final Window window;
    private final OfferedDumps desk;
    private final Function<String, Optional<String>> freezes;
    private final LongConsumer bytes;
    private Optional<OfferedDump> offer = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private boolean closed;

    /** @param freezes why the freeze of a run did not hold until now */
    BackrestReading(
            StoreRequest request,
            Window window,
            OfferedDumps desk,
            Function<String, Optional<String>> freezes,
            LongConsumer bytes) {
        this.request = request;
        this.window = window;
        this.desk = desk;
        this.freezes = freezes;
        this.bytes = bytes;
    }

    /** Returns when the data can be read: Backrest's restic does not wait for a dump that is being opened. */
    void open() throws RepositoryException, InterruptedException {
        window.open();
        offer = desk.find(request.dataset());
        try {
            if (offer.isPresent()) {
                offer.get().opened();
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException(e.getMessage());
                interrupted.initCause(e);
                throw interrupted;
            }
            RepositoryException failed = new RepositoryException(Failure.NOT_BEGUN, String.valueOf(e.getMessage()));
            failed.initCause(e);
            throw failed;
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            failure = offer.flatMap(OfferedDump::failure);
        }
        window.close();
    }

    /** Why the dump broke off; known after {@link #close}. */
    Optional<String> failure() {
        return failure;
    }

    /** Why the freeze ended before Backrest had read everything. Cheap. */
    Optional<String> broken() {
        return freezes.apply(request.run());
    }

    /** Bytes of the dump that Backrest's restic took so far. */
    long given() {
        return offer.map(OfferedDump::bytes).orElse(0L);
    }

    void progress(long done) {
        bytes.accept(done);
    }
}
