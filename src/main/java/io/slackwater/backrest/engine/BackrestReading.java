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

/** The data that Backrest's restic reads: a dump, or the files of a paused container. For the run's thread. */
final class BackrestReading implements AutoCloseable {

    private final StoreRequest request;
    private final Window window;
    private final OfferedDumps desk;
    private final Function<String, Optional<String>> freezes;
    private final LongConsumer bytes;
    private Optional<OfferedDump> offer = Optional.empty();

    /** @param freezes returns why the pause of a run's container ended too early; empty while it lasts */
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

    /**
     * Opens the data, and returns when they can be read. Backrest's restic does not wait for a dump that is being
     * opened.
     */
    void open() throws RepositoryException, InterruptedException {
        window.open();
        offer = desk.find(request.dataset());
        try {
            if (offer.isPresent()) {
                offer.get().opened();
            }
        } catch (IOException e) {
            RepositoryException failed = new RepositoryException(Failure.NOT_BEGUN, String.valueOf(e.getMessage()));
            failed.initCause(e);
            throw failed;
        }
    }

    /** Closes the data. May be called several times. */
    @Override
    public void close() {
        window.close();
    }

    /** Returns why the container was resumed before Backrest had read everything. Cheap. */
    Optional<String> broken() {
        return freezes.apply(request.run());
    }

    /** Returns how many bytes of the dump Backrest's restic has read. */
    long given() {
        return offer.map(OfferedDump::bytes).orElse(0L);
    }

    void progress(long done) {
        bytes.accept(done);
    }
}
