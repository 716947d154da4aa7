package io.slackwater.discovery;

import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.ExecStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A command of {@link StandInDocker}: its output begins at the end of its input. */
final class StandInStream implements ExecStream {

    private final ByteArrayOutputStream stdin = new ByteArrayOutputStream() {
        @Override
        public void close() {
            ended.complete(toString(StandardCharsets.ISO_8859_1));
        }
    };
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CompletableFuture<ExecResult> result;
    private final CompletableFuture<ByteArrayInputStream> stdout;

    StandInStream(ExecCommand command, StandInDocker.Program program, boolean input) {
        this.result = ended.thenApply(text -> program.run(command, text));
        this.stdout =
                result.thenApply(one -> new ByteArrayInputStream(one.stdout().getBytes(StandardCharsets.ISO_8859_1)));
        if (!input) {
            ended.complete("");
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        return stdout.join().read(into, offset, length);
    }

    /** The output is there at once. */
    @Override
    public Limit limit(Duration limit) {
        return () -> {};
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    @Override
    public String stderr() {
        return result.join().stderr();
    }

    @Override
    public int exitCode() {
        return result.join().exitCode();
    }

    @Override
    public void close() {
        ended.complete("");
    }
}
