package io.slackwater.repository;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * Runs restic inside the sidecar. Its snapshots have the tags {@code plan:DATASET}, {@code created-by:INSTANCE} and
 * {@code slackwater.run:RUN}. The run's tag identifies a snapshot that restic completed after its run had ended.
 *
 * @param instance the policy's {@code instance}, for restic's host and the tag {@code created-by:}
 */
public record EmbeddedEngine(String instance) implements Engine {

    private static final Logger LOG = Logger.getLogger(EmbeddedEngine.class);

    private static final Duration STREAM_GRACE = Duration.ofSeconds(2);

    /**
     * The shell command that reads a dump by curl. It sends its process id, so that the stream server can write
     * straight into its stdout, which is restic's pipe. curl has no speed limit, because the HTTP response may carry
     * only the end.
     *
     * <p>The pipe is first enlarged from 64 KiB to 1 MiB (fcntl(2), F_SETPIPE_SZ = 1031). That saves a tenth of the
     * time for 2 GiB. Every Debian has Perl; calling fcntl from Java would cost 15 MiB of memory.
     */
    private static final String CURL = "if command -v perl >/dev/null; then perl -e 'fcntl(STDOUT, 1031, 1 << 20)'; fi;"
            + " exec curl --noproxy '*' --fail --silent --show-error --connect-timeout 5"
            + " --header \"Slackwater-Pipe: $$\" --header \"$1\" \"$2\"";

    @Override
    public StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
            throws RepositoryException, InterruptedException {
        if (!(repository instanceof ResticRepository restic)) {
            throw new IllegalArgumentException("the embedded engine needs a repository that Repositories created");
        }
        if (request instanceof StoreRequest.Without without) {
            return new StoredSnapshot(restic.without(without), 0, 0, ChangedFiles.NONE);
        }
        BackupEvents events = new BackupEvents(bytes, most(request));
        ResticResult result;
        try {
            String what = what(request);
            List<String> arguments = arguments(restic, request);
            ResticOutput output = ResticOutput.events(events);
            Duration idle = idle(restic, request);
            result = request instanceof StoreRequest.Tree
                    ? restic.backupTree(what, arguments, output, idle, window)
                    : restic.backup(what, arguments, output, idle, window);
        } catch (RepositoryException e) {
            RepositoryException reason = events.growth()
                    .map(growth ->
                            RepositoryException.of(Failure.GROWING, "the " + what(request) + " was ended: " + growth))
                    .orElse(e);
            throw withPoison(reason, events.summary().snapshot());
        }
        boolean hot = request instanceof StoreRequest.Tree tree && tree.pass().hot();
        StoredSnapshot stored = judge(result, events, hot);
        LOG.infof(
                "stored dataset=%s run=%s repository=%s snapshot=%s bytes=%d added=%d",
                request.dataset(), request.run(), repository.id(), stored.id(), stored.bytes(), stored.added());
        return stored;
    }

    private static long most(StoreRequest request) {
        return request instanceof StoreRequest.Tree tree ? tree.pass().most() : Long.MAX_VALUE;
    }

    private static String what(StoreRequest request) {
        return "backup of " + request.dataset() + " (run " + request.run() + ")";
    }

    /**
     * The timeout for restic. It is longer than the dump's own timeout, because Slackwater ends a stalled dump first
     * and then knows the reason.
     */
    private static Duration idle(ResticRepository repository, StoreRequest request) {
        Duration idle = repository.limits().idle();
        // A dump may wait for a lock before its first byte.
        return request instanceof StoreRequest.Stream
                ? idle.plus(idle.dividedBy(2))
                        .plus(repository.limits().lockWait())
                        .plus(STREAM_GRACE)
                : idle;
    }

    private List<String> arguments(ResticRepository repository, StoreRequest request) {
        List<String> arguments = new ArrayList<>(List.of(
                "backup",
                "--json",
                "--host",
                instance,
                "--tag",
                request instanceof StoreRequest.Tree tree && tree.pass().hot()
                        ? TreeRead.HOT_TAG + ":" + request.run()
                        : "plan:" + request.dataset(),
                "--tag",
                "created-by:" + instance,
                "--tag",
                "slackwater.run:" + request.run(),
                "--exclude-caches",
                "--compression",
                repository.policy().compression().word()));
        switch (request) {
            case StoreRequest.Stream stream -> addStream(arguments, stream);
            case StoreRequest.Tree tree -> addTree(arguments, tree);
            case StoreRequest.Without without -> throw new IllegalArgumentException("restic backup makes no copy");
        }
        return arguments;
    }

    private static void addStream(List<String> arguments, StoreRequest.Stream stream) {
        arguments.addAll(List.of("--stdin-from-command", "--stdin-filename", stream.fileName(), "--"));
        arguments.addAll(List.of("sh", "-c", CURL, "curl", "@" + stream.headerFile()));
        arguments.add(stream.url().toString());
    }

    /**
     * Without a parent, restic chooses the newest snapshot of the same host and paths. A run that finds this snapshot
     * unverified reads all files back.
     */
    private static void addTree(List<String> arguments, StoreRequest.Tree tree) {
        // -vv names each file that is new or changed. The scan would only estimate a rest time, and walk everything
        // twice.
        arguments.addAll(List.of("-vv", "--no-scan"));
        tree.pass().parent().ifPresent(parent -> arguments.add("--parent=" + parent));
        tree.excludes().forEach(exclude -> arguments.add("--exclude=" + exclude));
        arguments.add("--");
        tree.paths().forEach(path -> arguments.add(path.toString()));
    }

    /**
     * Returns the snapshot if restic stored all files.
     *
     * @param hot whether the container runs during this pass. Files that it removes meanwhile are then no error, because
     *     a later pass reads all files while the container is paused
     */
    private static StoredSnapshot judge(ResticResult result, BackupEvents events, boolean hot)
            throws RepositoryException {
        Optional<String> snapshot = events.summary().snapshot();
        boolean partial = hot && snapshot.isPresent();
        if (result.exit() != ResticExit.OK && !(partial && result.exit() == ResticExit.INCOMPLETE)) {
            throw withPoison(result.failure(), snapshot);
        }
        if (!partial && result.errors().incomplete()) {
            throw withPoison(result.failure(Failure.INCOMPLETE), snapshot);
        }
        if (snapshot.isEmpty()) {
            throw result.failure(Failure.OTHER);
        }
        return new StoredSnapshot(
                snapshot.get(),
                events.summary().bytesProcessed(),
                events.summary().bytesAdded(),
                events.changed());
    }

    /** Adds to a failure the snapshot that restic stored nevertheless. That snapshot must be deleted. */
    private static RepositoryException withPoison(RepositoryException failure, Optional<String> poison) {
        RepositoryException joined =
                new RepositoryException(failure.failure(), String.valueOf(failure.getMessage()), poison);
        joined.addSuppressed(failure);
        return joined;
    }
}
