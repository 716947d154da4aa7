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
import java.io.InputStream;
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

    /** Reads what a command says, to its end. */
    @FunctionalInterface
    interface Output<T> {
        T read(InputStream stdout) throws IOException;
    }

    /**
     * Runs the command and returns the beginning of what it wrote.
     *
     * @throws RestoreException it ended with another exit code than 0, or its end is not known
     */
    String run(String container, ExecCommand command, Input input, String what)
            throws RestoreException, InterruptedException {
        return run(container, command, input, ExecFeed::beginning, true, what);
    }

    /** The same, and returns what the output makes of all that it wrote. */
    <T> T run(String container, ExecCommand command, Input input, Output<T> output, String what)
            throws RestoreException, InterruptedException {
        return run(container, command, input, output, true, what);
    }

    /** The same for a command that may end before it has read everything. */
    <T> T runOnBeginning(String container, ExecCommand command, Input input, Output<T> output, String what)
            throws RestoreException, InterruptedException {
        return run(container, command, input, output, false, what);
    }

    private <T> T run(
            String container, ExecCommand command, Input input, Output<T> wanted, boolean wholeInput, String what)
            throws RestoreException, InterruptedException {
        try (ExecStream stream = docker.open(container, command, true)) {
            Stdout stdout = new Stdout(stream);
            FutureTask<T> output = new FutureTask<>(() -> read(stream, stdout, wanted));
            Thread.ofVirtual().name("restore-output").start(output);
            IOException broken = feed(stream, input);
            T text = output.get();
            int exit = stream.exitCode();
            if (exit != 0) {
                throw new RestoreException(
                        Reason.FAILED,
                        what + " failed with exit code " + exit + ": "
                                + ExecResult.reason(exit, stdout.beginning(), stream.stderr()));
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

    private static <T> T read(ExecStream stream, Stdout stdout, Output<T> output) throws IOException {
        // Docker neither takes more of the input of a command that has ended, nor always hangs up: a writer would wait
        // for ever.
        try (OutputStream unused = stream.stdin()) {
            T result = output.read(stdout);
            stdout.transferTo(OutputStream.nullOutputStream());
            return result;
        }
    }

    private static String beginning(InputStream stdout) throws IOException {
        return new String(stdout.readNBytes(KEPT_OUTPUT), StandardCharsets.UTF_8);
    }

    /** A command's stdout as a stream of Java. Keeps its beginning: Docker reports there why a command did not start. */
    private static final class Stdout extends InputStream {

        private final ExecStream stream;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Stdout(ExecStream stream) {
            this.stream = stream;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = stream.read(into, offset, length);
            kept.write(into, offset, Math.clamp(count, 0, KEPT_OUTPUT - kept.size()));
            return count;
        }

        /** To be asked when the output was read to its end. */
        String beginning() {
            return kept.toString(StandardCharsets.UTF_8);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
    }
}
