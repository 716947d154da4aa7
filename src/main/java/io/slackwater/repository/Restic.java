package io.slackwater.repository;

import io.slackwater.policy.RepositoryPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Runs restic on one repository, one process per call. Safe for use by several threads. The caller holds the
 * repository's {@link Gate}. An interrupt ends restic and its child processes before {@link InterruptedException} is
 * thrown.
 *
 * @param keyFile the file with the repository's key
 */
record Restic(ResticPlaces places, RepositoryPolicy policy, Path keyFile) {

    private static final Logger LOG = Logger.getLogger(Restic.class);

    /** How many error lines of one call are logged. An unreadable tree has one for each file. */
    private static final int LOGGED = 30;

    private static final long TICK_MILLIS = 200;
    private static final long READY_MILLIS = 10;

    private static final Duration PIPE_GRACE = Duration.ofSeconds(5);

    /**
     * One call of restic.
     *
     * @param what the call in words for messages, such as {@code backup of x}
     * @param arguments restic's arguments
     * @param idle after this time without progress, restic is ended; zero for no limit
     * @param pipe where restic waits until it may read files
     */
    record Call(String what, List<String> arguments, ResticOutput output, Duration idle, Optional<ReadyPipe> pipe) {

        Call(String what, List<String> arguments, ResticOutput output, Duration idle) {
            this(what, arguments, output, idle, Optional.empty());
        }

        boolean waits() {
            return pipe.filter(ReadyPipe::waiting).isPresent();
        }
    }

    /** The same repository with another key file. */
    Restic with(Path otherKey) {
        return new Restic(places, policy, otherKey);
    }

    /** The repository's name and address for messages. Masks a password in the address. */
    String named() {
        return "repository " + policy.id() + " (" + new Redaction(List.of()).of(policy.uri()) + ")";
    }

    /**
     * Runs restic to its end.
     *
     * @throws RepositoryException restic did not start, or was ended because it could not succeed
     * @throws IOException the reader of the output failed, but restic did not
     */
    ResticResult run(Call call) throws RepositoryException, InterruptedException, IOException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before restic was started");
        }
        Map<String, String> file = ResticEnvironment.fileOf(policy);
        ResticErrors errors = new ResticErrors(new Redaction(file.values()));
        ProcessGroup group = start(call, file);
        try {
            return watch(call, group, errors);
        } finally {
            group.killRest();
        }
    }

    private ProcessGroup start(Call call, Map<String, String> file) throws RepositoryException {
        List<String> command = new ArrayList<>();
        command.add(places.restic());
        command.addAll(call.arguments());
        try {
            Files.createDirectories(places.cache());
            Files.createDirectories(places.scratch());
            return ProcessGroup.start(command, ResticEnvironment.of(policy, places, keyFile, file));
        } catch (IOException e) {
            throw new RepositoryException(
                    Failure.OTHER,
                    named() + ": restic could not be started for the " + call.what() + ": "
                            + FileError.reason(e)
                            + ". Check that restic and setsid (util-linux) are installed and that "
                            + places.cache() + " and " + places.scratch() + " can be written.");
        }
    }

    private ResticResult watch(Call call, ProcessGroup group, ResticErrors errors)
            throws RepositoryException, InterruptedException, IOException {
        Process process = group.process();
        Activity activity = new Activity();
        Pump out = Pump.start("restic-out-" + policy.id(), pump -> read(call.output(), process, activity, pump));
        Pump err = Pump.start("restic-err-" + policy.id(), pump -> readErrors(process, errors));
        CompletableFuture<?> all = CompletableFuture.allOf(process.onExit(), out.done(), err.done());
        try {
            awaitEnd(call, group, errors, activity, out, all);
        } catch (InterruptedException e) {
            call.pipe().ifPresent(ReadyPipe::refuse);
            group.end();
            // The reader may block in a sink, and must not continue after the return.
            out.stop();
            err.stop();
            throw e;
        }
        Throwable readerFailure = out.failure();
        ResticResult result = new ResticResult(named(), call.what(), process.exitValue(), errors);
        if (readerFailure == null) {
            return result;
        }
        if (result.exit() != ResticExit.OK && out.sawEnd()) {
            // The data ended too early because restic failed, so restic's failure is the cause.
            RepositoryException failure = result.failure();
            failure.addSuppressed(readerFailure);
            throw failure;
        }
        Pump.rethrow(readerFailure);
        return result;
    }

    /** Waits for the end of restic and its output. Ends restic when it cannot succeed. */
    private void awaitEnd(
            Call call, ProcessGroup group, ResticErrors errors, Activity activity, Pump out, CompletableFuture<?> all)
            throws RepositoryException, InterruptedException, IOException {
        long exited = System.nanoTime();
        while (!isDone(all, call.waits() ? READY_MILLIS : TICK_MILLIS)) {
            RepositoryException stall = stall(call, errors, activity);
            if (stall != null) {
                call.pipe().ifPresent(ReadyPipe::refuse);
                group.end();
                out.stop();
                throw stall;
            }
            if (call.waits()) {
                poll(call.pipe().get(), group, activity, out);
            }
            if (out.failure() != null && !out.sawEnd()) {
                group.end();
            }
            if (group.process().isAlive()) {
                exited = System.nanoTime();
                continue;
            }
            // A child process of restic may keep the output open. One with its own session cannot be killed.
            group.killRest();
            if (System.nanoTime() - exited > PIPE_GRACE.toNanos()
                    && activity.quiet().compareTo(PIPE_GRACE) > 0) {
                if (out.done().isDone()) {
                    return;
                }
                out.stop();
                throw ended(call, errors, Failure.OTHER, "a child process of restic keeps restic's output open");
            }
        }
    }

    private static void poll(ReadyPipe pipe, ProcessGroup group, Activity activity, Pump out)
            throws RepositoryException, InterruptedException {
        try {
            pipe.poll(group.process());
            if (!pipe.waiting()) {
                activity.moved();
            }
        } catch (RepositoryException e) {
            group.end();
            out.stop();
            throw e;
        }
    }

    /** Why restic can no longer succeed; null while it still can. */
    private @Nullable RepositoryException stall(Call call, ResticErrors errors, Activity activity) throws IOException {
        Failure hopeless = errors.hopeless();
        if (hopeless != null) {
            return ended(call, errors, hopeless, "it could not succeed");
        }
        if (call.idle().isZero() || activity.quiet().compareTo(call.idle()) <= 0) {
            return null;
        }
        Failure failure = scratchIsFull() ? Failure.SCRATCH_FULL : Failure.IDLE;
        return ended(call, errors, failure, "no progress for " + call.idle().toSeconds() + " s");
    }

    /**
     * Whether the disk with restic's temporary files is full. restic then stalls without a message, and removes its
     * other packs (measured with 0.18, reading from a command). The limit therefore includes those packs.
     */
    private boolean scratchIsFull() throws IOException {
        return Files.getFileStore(places.scratch()).getUsableSpace() < LocalDisk.NEARLY_FULL;
    }

    private RepositoryException ended(Call call, ResticErrors errors, Failure failure, String why) {
        return RepositoryException.of(
                failure, named() + ": the " + call.what() + " was ended: " + why + "; " + errors.summary());
    }

    private static boolean isDone(CompletableFuture<?> all, long millis) throws InterruptedException {
        try {
            all.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for restic's output failed", e);
        }
    }

    private static void read(ResticOutput output, Process process, Activity activity, Pump pump) throws IOException {
        try (InputStream stdout = pump.watch(process.getInputStream())) {
            output.read(stdout, activity);
            activity.readerWorks(false);
            stdout.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void readErrors(Process process, ResticErrors errors) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            int logged = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ResticEvent event = ResticLines.parse(line);
                errors.add(event);
                // Only in a run. Loss prevented: a repository that is down would fill the log at each look.
                if (MDC.get("run") != null && logged++ < LOGGED) {
                    errors.shown(event).ifPresent(text -> LOG.infof("restic: %s", text));
                }
            }
        }
    }
}
