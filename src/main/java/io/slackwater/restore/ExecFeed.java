package io.slackwater.restore;

import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.ExecStream;
import io.slackwater.repository.RepositoryException;
import io.slackwater.restore.RestoreException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Feeds bytes out of a repository into a command in a container and waits for its end. */
final class ExecFeed {

    private static final int KEPT_OUTPUT = 1 << 20;

    private final Docker docker;

    ExecFeed(Docker docker) {
        this.docker = docker;
    }

    /** Writes the input of a command. */
    @FunctionalInterface
    interface Input {
        void writeTo(OutputStream sink) throws RepositoryException, InterruptedException, IOException;
    }

    /**
     * Runs the command and returns the beginning of what it wrote.
     *
     * @throws RestoreException it ended with another exit code than 0, or its end is not known
     */
    String run(String container, ExecCommand command, Input input, String what)
            throws RestoreException, InterruptedException {
        return run(container, command, input, true, what);
    }

    /** The same for a command that may end before it has read everything. */
    String runOnBeginning(String container, ExecCommand command, Input input, String what)
            throws RestoreException, InterruptedException {
        return run(container, command, input, false, what);
    }

    private String run(String container, ExecCommand command, Input input, boolean wholeInput, String what)
            throws RestoreException, InterruptedException {
        try (ExecStream stream = docker.open(container, command, true)) {
            FutureTask<String> output = new FutureTask<>(() -> read(stream));
            Thread.ofVirtual().name("restore-output").start(output);
            IOException broken = feed(stream, input);
            String text = output.get();
            int exit = stream.exitCode();
            if (exit != 0) {
                throw new RestoreException(
                        Reason.FAILED,
                        what + " failed with exit code " + exit + ": "
                                + ExecResult.reason(exit, text, stream.stderr()));
            }
            if (broken != null && wholeInput) {
                throw new RestoreException(
                        Reason.FAILED, what + " did not take all bytes: " + broken.getMessage(), broken);
            }
            return text;
        } catch (DockerException e) {
            throw new RestoreException(Reason.FAILED, what + " failed: " + e.getMessage(), e);
        } catch (RepositoryException e) {
            throw new RestoreException(Reason.FAILED, what + " failed: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new RestoreException(
                    Reason.FAILED, what + " failed: " + (e.getCause() == null ? e : e.getCause()).getMessage(), e);
        }
    }

    /** A command that ends early breaks its pipe: its exit code, asked for afterwards, says more than the broken pipe. */
    private static @Nullable IOException feed(ExecStream stream, Input input)
            throws RepositoryException, InterruptedException {
        try (OutputStream stdin = stream.stdin()) {
            input.writeTo(stdin);
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private static String read(ExecStream stream) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[65536];
        int count;
        // Docker neither takes more of the input of a command that has ended, nor always hangs up: a writer would wait
        // for ever.
        try (OutputStream unused = stream.stdin()) {
            while ((count = stream.read(buffer, 0, buffer.length)) >= 0) {
                if (kept.size() < KEPT_OUTPUT) {
                    kept.write(buffer, 0, Math.min(count, KEPT_OUTPUT - kept.size()));
                }
            }
        }
        return kept.toString(StandardCharsets.UTF_8);
    }
}
