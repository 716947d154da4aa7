package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.StreamCheck;
import io.slackwater.discovery.Sentence;
import io.slackwater.journal.EndCause;
import io.slackwater.policy.PlanPolicy.Verify;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.stream.StreamDesk;
import io.slackwater.stream.StreamReceipt;
import io.slackwater.trust.Causes;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.RunFailure.Unverified;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Captures a dump: open → offer → store → read back, hash, parse. */
final class StreamAttempt implements Attempt {

    private static final Logger LOG = Logger.getLogger(StreamAttempt.class);

    private final StreamCapture capture;
    private final CaptureRequest request;
    private final Repository repository;
    private final Verify verify;
    private final Storage storage;
    private final StreamDesk desk;
    private final StreamEndpoint endpoint;

    StreamAttempt(
            StreamCapture capture,
            CaptureRequest request,
            Repository repository,
            Verify verify,
            Storage storage,
            StreamDesk desk,
            StreamEndpoint endpoint) {
        this.capture = capture;
        this.request = request;
        this.repository = repository;
        this.verify = verify;
        this.storage = storage;
        this.desk = desk;
        this.endpoint = endpoint;
    }

    @Override
    public void run(RunLog log, Slots.Slot slot) throws RunFailure, InterruptedException {
        String restic = storage.open(repository);
        log.capturing();
        String file = request.dataset().file();
        Stored stored = store(log, slot, restic, file);
        StreamReceipt receipt = stored.receipt();
        log.verifying(
                restic,
                stored.snapshot().id(),
                receipt.bytes(),
                stored.snapshot().added(),
                receipt.sha256());
        String notes;
        try {
            notes = verify(stored, file);
        } catch (Failed e) {
            storage.wrong(
                    repository,
                    restic,
                    request.dataset().id(),
                    log,
                    stored.snapshot().id(),
                    e);
            throw e;
        }
        log.succeeded(file, request.dataset().source().format(), known(stored.facts()), notes);
    }

    private record Stored(StoredSnapshot snapshot, StreamReceipt receipt, FutureTask<Map<String, String>> facts) {}

    private Stored store(RunLog log, Slots.Slot slot, String restic, String file) throws Failed, InterruptedException {
        String dataset = request.dataset().id();
        Path header = header();
        // Asked while the dump is made: each question is a command in the container.
        FutureTask<Map<String, String>> facts = new FutureTask<>(this::facts);
        Thread asking = Thread.ofVirtual().name("facts-" + log.id()).start(facts);
        StreamWindow window = new StreamWindow(capture, request, desk, log, restic);
        StoreRequest.Stream store = new StoreRequest.Stream(dataset, log.id(), file, endpoint.of(dataset), header);
        boolean stored = false;
        try {
            StoredSnapshot snapshot = storage.store(repository, restic, store, log, window, slot);
            window.end();
            StreamReceipt receipt = receipt(window, snapshot, restic, log);
            stored = true;
            return new Stored(snapshot, receipt, facts);
        } catch (RepositoryException e) {
            window.end();
            // restic only sees that curl failed: what happened in the workload says why. A disk that is full ends both.
            String told = String.valueOf(e.getMessage());
            String why = window.failure()
                    .map(dump ->
                            Causes.NO_ROOM.contains(e.failure()) ? told + " [" + dump + "]" : dump + " [" + told + "]")
                    .orElse(told);
            EndCause cause = window.failure().isPresent() ? Causes.ofDump(e.failure()) : Causes.of(e.failure());
            throw window.refused().orElseGet(() -> new Failed(why, e.failure().canPass(), cause, e));
        } finally {
            window.end();
            if (!stored) {
                asking.interrupt();
            }
        }
    }

    private Path header() throws Failed {
        try {
            return endpoint.header().file();
        } catch (IOException e) {
            throw new Failed(
                    "restic cannot be given the dump, for the file with the token for it cannot be written: " + e
                            + "; see that Slackwater's data directory (the volume slackwater-data) is writable and has room",
                    true,
                    EndCause.INTERNAL,
                    e);
        }
    }

    private static Map<String, String> known(FutureTask<Map<String, String>> facts) throws InterruptedException {
        try {
            return facts.get();
        } catch (ExecutionException e) {
            LOG.errorf(e.getCause(), "facts for a restore are missing");
            return Map.of();
        }
    }

    /** A dump is whole without them: a restore has its defaults then. */
    private Map<String, String> facts() throws InterruptedException {
        try {
            return capture.facts(request);
        } catch (CaptureException e) {
            LOG.warnf(
                    "facts for a restore are missing dataset=%s reason=%s",
                    request.dataset().id(), e.getMessage());
            return Map.of();
        }
    }

    private StreamReceipt receipt(StreamWindow window, StoredSnapshot snapshot, String restic, RunLog log)
            throws Failed {
        Failed failed;
        Optional<StreamReceipt> receipt = window.receipt();
        if (receipt.isEmpty()) {
            failed = new Failed(
                    "restic stored snapshot " + snapshot.id() + " although the dump never ended properly: "
                            + window.failure().orElse("the stream was not read to its end"),
                    true,
                    EndCause.SOURCE,
                    new IOException("no receipt"));
        } else if (receipt.get().bytes() != snapshot.bytes()) {
            failed = new Failed(
                    "restic stored " + snapshot.bytes() + " bytes, but "
                            + receipt.get().bytes() + " were sent",
                    true,
                    EndCause.NOT_WHOLE,
                    new IOException("bytes differ"));
        } else if (snapshot.bytes() == 0) {
            failed = new Failed(
                    "the dump of " + request.dataset().name() + " is empty",
                    false,
                    EndCause.SOURCE,
                    new IOException("no bytes"));
        } else {
            return receipt.get();
        }
        storage.poison(restic, request.dataset().id(), log, Optional.of(snapshot.id()), failed);
        throw failed;
    }

    /** Returns what the user should know although all is well. */
    private String verify(Stored stored, String file) throws RunFailure, InterruptedException {
        if (verify == Verify.SIZE) {
            throw new Unverified(
                    "the plan says verify: size, so nothing was read back; set verify: full to get verified snapshots",
                    false,
                    EndCause.POLICY,
                    new IOException("sizes only"));
        }
        try (StreamCheck check = new EarlyCheck(() -> capture.check(request))) {
            ReadBackSink sink = new ReadBackSink(check);
            repository.dump(stored.snapshot().id(), "/" + file, sink);
            String read = sink.sha256();
            if (!read.equals(stored.receipt().sha256())) {
                throw new Failed(
                        "what repository " + repository.id() + " gives back of snapshot "
                                + stored.snapshot().id() + " is not what was sent (" + sink.bytes() + " bytes, sha256 "
                                + read + ", sent " + stored.receipt().sha256()
                                + "): check the disk under the repository",
                        true,
                        EndCause.REPOSITORY,
                        new IOException("sha256 differs"));
            }
            check.complete();
            if (sink.checkFailure().isPresent()) {
                throw new Unverified(
                        "the check of the stored dump could not take all bytes: "
                                + sink.checkFailure().get().getMessage(),
                        true,
                        EndCause.NOT_CHECKED,
                        sink.checkFailure().get());
            }
            return check.notes().stream().map(Sentence::of).collect(Collectors.joining(" "));
        } catch (CaptureException e) {
            throw Verification.of(e);
        } catch (RepositoryException e) {
            throw Verification.of(e);
        } catch (IOException e) {
            throw new Unverified("reading the snapshot back failed: " + e.getMessage(), true, EndCause.NOT_CHECKED, e);
        }
    }
}
