package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCapture;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Window;
import io.slackwater.stream.StreamDesk;
import io.slackwater.stream.StreamOffer;
import io.slackwater.stream.StreamReceipt;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a dump is made: offer, while it is opened … withdraw, which ends the dump and cuts off whoever still reads it.
 */
final class StreamWindow implements Window {

    private final StreamCapture capture;
    private final CaptureRequest request;
    private final StreamDesk desk;
    private final RunLog log;
    private final String restic;
    private @Nullable OpeningDump dump;
    private @Nullable StreamOffer offer;
    private Optional<String> failure = Optional.empty();
    private boolean ended;

    /** @param restic the id of the repository that will be stored to */
    StreamWindow(StreamCapture capture, CaptureRequest request, StreamDesk desk, RunLog log, String restic) {
        this.capture = capture;
        this.request = request;
        this.desk = desk;
        this.log = log;
        this.restic = restic;
    }

    @Override
    public void begin() {
        log.reading();
        log.storing(restic);
        OpeningDump opening = OpeningDump.begin(() -> capture.open(request), log.id());
        dump = opening;
        offer = desk.offer(request.dataset().id(), opening);
    }

    @Override
    public void opened() throws RepositoryException, InterruptedException {
        OpeningDump opening = dump;
        if (opening == null) {
            return;
        }
        try {
            opening.opened();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException(e.getMessage());
                interrupted.initCause(e);
                throw interrupted;
            }
            throw refusal().orElseGet(() -> notBegun(e));
        }
    }

    @Override
    public Optional<RepositoryException> refusal() {
        return opening().map(StreamWindow::notBegun);
    }

    private static RepositoryException notBegun(Exception cause) {
        RepositoryException failed = new RepositoryException(Failure.NOT_BEGUN, String.valueOf(cause.getMessage()));
        failed.initCause(cause);
        return failed;
    }

    private Optional<CaptureException> opening() {
        OpeningDump opening = dump;
        return opening == null ? Optional.empty() : opening.refused();
    }

    @Override
    public long given() {
        StreamOffer offered = offer;
        return offered == null ? 0 : offered.bytes();
    }

    @Override
    public void end() {
        StreamOffer offered = offer;
        OpeningDump opened = dump;
        if (ended || opened == null) {
            return;
        }
        ended = true;
        if (offered != null) {
            // What is cut by this is no reason any more.
            failure = offered.failure();
            offered.close();
        }
        opened.close();
        opened.awaitClosed();
    }

    /** Why it could not begin; empty when it did, or never should. */
    Optional<Failed> refused() {
        return opening().map(e -> new Failed(e.getMessage(), e.transientFailure(), EndCause.SOURCE, e));
    }

    @Override
    public Optional<String> failure() {
        return failure;
    }

    /** There only when the whole dump was made and given. */
    Optional<StreamReceipt> receipt() {
        StreamOffer offered = offer;
        return offered == null ? Optional.empty() : offered.receipt();
    }
}
