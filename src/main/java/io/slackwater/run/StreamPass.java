package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.StreamCheck;
import io.slackwater.discovery.Sentence;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.stream.DumpSource;
import io.slackwater.stream.OfferedDump;
import io.slackwater.stream.OfferedDumps;
import io.slackwater.stream.StreamReceipt;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gives a dump to restic. Verifies the snapshot by its size, its hash and a parser for its format. */
final class StreamPass implements Pass {

    private static final Logger LOG = Logger.getLogger(StreamPass.class);

    private final StreamCapture capture;
    private final BackupTarget target;
    private final CaptureRequest capturing;
    private final StoreRequest.Stream request;
    private final OfferedDumps desk;
    /**
     * What a restore must know about the service. Collected during the dump, because each fact costs a command in the
     * container.
     */
    private final FutureTask<Map<String, String>> facts;

    private @Nullable BackgroundStart<DumpSource> dump;
    private @Nullable OfferedDump offer;
    private Optional<String> failure = Optional.empty();
    private Optional<CaptureException> refusal = Optional.empty();
    private boolean closed;

    StreamPass(StreamCapture capture, BackupTarget target, StoreRequest.Stream request, OfferedDumps desk) {
        this.capture = capture;
        this.target = target;
        this.capturing = target.request(request.run());
        this.request = request;
        this.desk = desk;
        this.facts = new FutureTask<>(() -> capture.facts(capturing));
    }

    @Override
    public StoreRequest request() {
        return request;
    }

    @Override
    public boolean needsFreeze() {
        return false;
    }

    @Override
    public void open() {
        BackgroundStart<DumpSource> opening =
                new BackgroundStart<>("open-" + request.run(), () -> capture.open(capturing), DumpSource::close);
        dump = opening;
        offer = desk.offer(request.dataset(), new OpeningDump(opening));
        Thread.ofVirtual().name("facts-" + request.run()).start(facts);
    }

    /** A dump that its reader may fetch while it is being opened. */
    private record OpeningDump(BackgroundStart<DumpSource> dump) implements DumpSource {

        @Override
        public void opened() throws CaptureException, InterruptedException {
            dump.get();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return dump.now().read(into, offset, length);
        }

        @Override
        public void finish() throws IOException, InterruptedException {
            dump.now().finish();
        }

        @Override
        public void close() {
            dump.cancel();
        }
    }

    @Override
    public void close() {
        BackgroundStart<DumpSource> opened = dump;
        if (closed || opened == null) {
            return;
        }
        closed = true;
        // Later errors are consequences of the close.
        refusal = opened.refused();
        OfferedDump offered = offer;
        if (offered != null) {
            failure = offered.failure();
            offered.close();
        }
        if (receipt().isEmpty()) {
            facts.cancel(true);
        }
        opened.close();
    }

    @Override
    public boolean refused() {
        return refusal.isPresent();
    }

    private Optional<StreamReceipt> receipt() {
        OfferedDump offered = offer;
        return offered == null ? Optional.empty() : offered.receipt();
    }

    /**
     * Returns the failure. The dump's own error comes first, because restic often sees only that curl failed, or that it
     * read no bytes.
     */
    @Override
    public Failed failure(RepositoryException e) {
        return refusal.map(why -> new Failed(why.getMessage(), why.endCause(), why))
                .or(this::empty)
                .orElseGet(() -> failure.map(why -> Failed.of(why + " [" + e.getMessage() + "]", e))
                        .orElseGet(() -> Failed.of(e)));
    }

    private Optional<Failed> empty() {
        return receipt()
                .filter(sent -> sent.bytes() == 0)
                .map(sent -> new Failed(
                        "the dump of " + target.dataset().name() + " is empty; see the log of its container",
                        EndCause.SOURCE_INVALID));
    }

    @Override
    public Content content(StoredSnapshot stored) throws Failed {
        Optional<StreamReceipt> receipt = receipt();
        if (receipt.isEmpty()) {
            throw new Failed(
                    "restic stored snapshot " + stored.id() + " although the dump did not end properly: "
                            + failure.orElse("the stream was not read to its end"),
                    EndCause.SOURCE);
        }
        long sent = receipt.get().bytes();
        if (sent != stored.bytes()) {
            throw new Failed(
                    "restic stored " + stored.bytes() + " bytes, but " + sent + " were sent", EndCause.NOT_WHOLE);
        }
        Optional<Failed> empty = empty();
        if (empty.isPresent()) {
            throw empty.get();
        }
        return new Content(sent, receipt.get().sha256());
    }

    @Override
    public Proof verify(StoredSnapshot stored)
            throws RunFailure, RepositoryException, IOException, InterruptedException {
        try (BackgroundStart<StreamCheck> check =
                new BackgroundStart<>("check-" + request.run(), () -> capture.check(capturing), StreamCheck::close)) {
            ReadBackSink sink = new ReadBackSink(check);
            target.repository().contents().dump(stored.id(), "/" + request.fileName(), sink);
            requireSame(stored, sink);
            check.get().complete();
            if (sink.checkFailure().isPresent()) {
                throw new Unverified(
                        "the program that checks the stored dump did not read all of it: "
                                + sink.checkFailure().get().getMessage(),
                        EndCause.NOT_CHECKED,
                        sink.checkFailure().get());
            }
            String notes = check.now().notes().stream().map(Sentence::of).collect(Collectors.joining(" "));
            return new Proof(request.fileName(), target.dataset().source().format(), known(), notes);
        }
    }

    private void requireSame(StoredSnapshot stored, ReadBackSink sink) throws Failed {
        String sent = receipt().orElseThrow().sha256();
        String read = sink.sha256();
        if (!read.equals(sent)) {
            throw new Failed(
                    "repository " + target.repository().id() + " returns other bytes for snapshot " + stored.id()
                            + " than were sent (sha256 " + read + ", sent " + sent
                            + "): check the disk under the repository",
                    EndCause.REPOSITORY);
        }
    }

    /** Returns the facts for a restore. A dump is complete without them; a restore then uses defaults. */
    private Map<String, String> known() throws InterruptedException {
        try {
            return facts.get();
        } catch (ExecutionException e) {
            LOG.debug("reading the settings of a service failed", e);
            LOG.warnf(
                    "the settings of the service could not be read, so a restore will use defaults dataset=%s reason=%s",
                    request.dataset(),
                    Objects.requireNonNullElse(e.getCause(), e).getMessage());
            return Map.of();
        }
    }
}
