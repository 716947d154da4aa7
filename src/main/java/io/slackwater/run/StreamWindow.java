package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCapture;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Window;
import io.slackwater.run.RunFailure.Failed;
import io.slackwater.stream.DumpSource;
import io.slackwater.stream.StreamDesk;
import io.slackwater.stream.StreamOffer;
import io.slackwater.stream.StreamReceipt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The time in which a dump is made: open → offer … withdraw, which ends the dump and cuts off whoever still reads it. */
final class StreamWindow implements Window {

    private final StreamCapture capture;
    private final CaptureRequest request;
    private final StreamDesk desk;
    private final RunLog log;
    private final String restic;
    private @Nullable DumpSource dump;
    private @Nullable StreamOffer offer;
    private @Nullable Failed refused;
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
    public void begin() throws RepositoryException, InterruptedException {
        try {
            DumpSource opened = capture.open(request);
            dump = opened;
            offer = desk.offer(request.dataset().id(), opened);
            log.storing(restic);
        } catch (CaptureException e) {
            refused = new Failed(e.getMessage(), e.transientFailure(), e);
            RepositoryException failed = new RepositoryException(Failure.NOT_BEGUN, String.valueOf(e.getMessage()));
            failed.initCause(e);
            throw failed;
        }
    }

    @Override
    public long given() {
        StreamOffer offered = offer;
        return offered == null ? 0 : offered.bytes();
    }

    @Override
    public void end() {
        StreamOffer offered = offer;
        DumpSource opened = dump;
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
    }

    /** Why it could not begin; empty when it did, or never should. */
    Optional<Failed> refused() {
        return Optional.ofNullable(refused);
    }

    /** What went wrong in the dump; known once the window has ended. */
    Optional<String> failure() {
        return failure;
    }

    /** There only when the whole dump was made and given. */
    Optional<StreamReceipt> receipt() {
        StreamOffer offered = offer;
        return offered == null ? Optional.empty() : offered.receipt();
    }
}
