package io.slackwater.kind;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.ExecStream;
import io.slackwater.repository.RepositoryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.commons.io.function.IOFunction;
import org.jspecify.annotations.Nullable;

/** Runs a command in a container with bytes from a repository as its stdin, and waits until the command ends. */
public record ExecFeed(Starter starter) {

    private static final int KEPT_OUTPUT = 1 << 20;

    /** Starts a command with connected stdin and stdout. */
    @FunctionalInterface
    public interface Starter {
        ExecStream start(ExecCommand command) throws DockerException;
    }

    /** Writes a command's stdin. */
    @FunctionalInterface
    public interface Input {
        void writeTo(OutputStream sink) throws RepositoryException, InterruptedException, IOException;
    }

    /** The command ended with an exit code other than 0. */
    public static final class CommandFailed extends RestoreException {

        private static final long serialVersionUID = 1L;

        private final transient ExecResult result;

        private CommandFailed(String what, ExecResult result) {
            super(what + " failed with exit code " + result.exitCode() + ": " + result.reason());
            this.result = result;
        }

        public ExecResult result() {
            return result;
        }
    }

    /**
     * Runs a command that must read its whole input.
     *
     * @param what the operation's name in error messages
     * @throws RestoreException {@link CommandFailed}, or the exit code is unknown, or the command did not read the whole input
     */
    public void run(ExecCommand command, Input input, String what) throws RestoreException, InterruptedException {
        run(command, input, stdout -> "", what);
    }

    /** Runs a command that must read its whole input. Returns the value that {@code output} read from its stdout. */
    public <T> T run(ExecCommand command, Input input, IOFunction<InputStream, T> output, String what)
            throws RestoreException, InterruptedException {
        return run(command, input, output, true, what);
    }

    /** Runs a command that may end before it has read its whole input. */
    public <T> T runOnBeginning(ExecCommand command, Input input, IOFunction<InputStream, T> output, String what)
            throws RestoreException, InterruptedException {
        return run(command, input, output, false, what);
    }

    private <T> T run(
            ExecCommand command, Input input, IOFunction<InputStream, T> wanted, boolean wholeInput, String what)
            throws RestoreException, InterruptedException {
        try (ExecStream stream = starter.start(command)) {
            Stdout stdout = new Stdout(stream);
            FutureTask<T> output = new FutureTask<>(() -> read(stream, stdout, wanted));
            Thread.ofVirtual().name("restore-output").start(output);
            IOException broken = feed(stream, input);
            T text = output.get();
            int exit = stream.exitCode();
            if (exit != 0) {
                throw new CommandFailed(what, new ExecResult(exit, stdout.beginning(), stream.stderr()));
            }
            if (broken != null && wholeInput) {
                throw new RestoreException(what + " did not read its whole input: " + broken.getMessage(), broken);
            }
            return text;
        } catch (DockerException | RepositoryException e) {
            throw RestoreException.failed(what, e);
        } catch (ExecutionException e) {
            throw RestoreException.failed(what, e.getCause() == null ? e : e.getCause());
        }
    }

    /**
     * Writes the input to the command. Returns a broken pipe instead of throwing it, because the exit code explains
     * more.
     */
    private static @Nullable IOException feed(ExecStream stream, Input input)
            throws RepositoryException, InterruptedException {
        try (OutputStream stdin = stream.stdin()) {
            input.writeTo(stdin);
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private static <T> T read(ExecStream stream, Stdout stdout, IOFunction<InputStream, T> output) throws IOException {
        // After the end of a command, Docker stops reading its input without always closing it, so a writer would
        // block.
        try (OutputStream unused = stream.stdin()) {
            T result = output.apply(stdout);
            stdout.transferTo(OutputStream.nullOutputStream());
            return result;
        }
    }

    /**
     * A command's stdout as an {@link InputStream}. Keeps the first MiB: Docker writes there why a command did not
     * start.
     */
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

        /** The first MiB of the output. Complete only after the output was read to its end. */
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
