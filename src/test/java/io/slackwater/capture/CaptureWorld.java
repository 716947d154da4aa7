package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.app.ServiceKinds;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.EngineDocker;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.config.NoConfig;
import io.slackwater.kind.redis.Rdbs;
import io.slackwater.stream.DumpSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Real containers of one test class, with their discovery. Closing removes them. */
public final class CaptureWorld implements AutoCloseable {

    public final EngineDocker docker =
            new EngineDocker(Path.of("/var/run/docker.sock"), () -> "sw-it-capture", () -> "debian:trixie-slim");
    private final List<String> containers = new ArrayList<>();

    /** The capture of a new list of kinds, without cached answers of containers. */
    public StreamCapture capture(Source.Stream source) {
        return kinds().of(source.kind()).capture(source);
    }

    private Kinds<ServiceKind> kinds() {
        return new ServiceKinds(docker, Clock.systemUTC(), dataset -> false, new NoConfig()).all();
    }

    /** Starts a container and returns its name. */
    public String start(String purpose, String... arguments) throws Exception {
        String name =
                "sw-it-capture-" + purpose + "-" + UUID.randomUUID().toString().substring(0, 8);
        List<String> argv = new ArrayList<>(List.of("run", "-d", "--name", name));
        argv.addAll(List.of(arguments));
        containers.add(name);
        docker(argv.toArray(String[]::new));
        return name;
    }

    /** Runs the docker CLI and returns its stdout. Its failure fails the test. */
    public static String docker(String... arguments) throws Exception {
        return docker(new byte[0], arguments);
    }

    public static String docker(byte[] stdin, String... arguments) throws Exception {
        Result result = tryDocker(stdin, arguments);
        assertThat(result.code())
                .as("docker %s: %s", List.of(arguments), result.err())
                .isZero();
        return result.out();
    }

    public static Result tryDocker(byte[] stdin, String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of("docker"));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv).start();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Thread errors = Thread.ofVirtual().start(() -> copy(process.getErrorStream(), err));
        Thread input = Thread.ofVirtual().start(() -> feed(process, stdin));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copy(process.getInputStream(), out);
        errors.join();
        input.join();
        return new Result(
                process.waitFor(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void feed(Process process, byte[] stdin) {
        try (var to = process.getOutputStream()) {
            to.write(stdin);
        } catch (IOException e) {
            // The command ended without reading all of it: its exit code tells.
            assertThat(e).isNotNull();
        }
    }

    private static void copy(java.io.InputStream from, ByteArrayOutputStream to) {
        try {
            from.transferTo(to);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public record Result(int code, String out, String err) {}

    public CaptureRequest request(String container, Source source, Credentials signIn) throws Exception {
        return request(container, source, signIn, Duration.ofMinutes(5), Duration.ofSeconds(60));
    }

    public CaptureRequest request(
            String container, Source source, Credentials signIn, Duration limit, Duration lockWait) throws Exception {
        Container found = docker.find(container).orElseThrow();
        Kind kind = source.kind();
        WorkloadId id = new WorkloadId(found.name(), found.name());
        Dataset dataset =
                new Dataset("it-" + kind.word(), id, kind.word(), source, Method.STREAM, "critical", List.of());
        Workload workload = new Workload(
                id, found, kind, "critical", Duration.ofSeconds(60), signIn, Map.of(), List.of(dataset), List.of());
        return new CaptureRequest(dataset, workload, "run-" + UUID.randomUUID(), limit, lockWait, limit);
    }

    public static Credentials signIn(String user, String password) {
        return new Credentials(
                Optional.of(user).filter(u -> !u.isEmpty()),
                Optional.of(password).filter(p -> !p.isEmpty()).map(Credentials.Secret::new),
                List.of());
    }

    /** Reads a dump to its end and checks that it is complete. */
    public static byte[] dump(StreamCapture capture, CaptureRequest request) throws Exception {
        try (DumpSource source = capture.open(request)) {
            byte[] bytes = Rdbs.drained(source, 64 * 1024);
            source.finish();
            return bytes;
        }
    }

    public static void check(StreamCapture capture, CaptureRequest request, byte[] bytes) throws Exception {
        try (StreamCheck check = capture.check(request)) {
            for (int at = 0; at < bytes.length; at += 100_000) {
                check.write(bytes, at, Math.min(100_000, bytes.length - at));
            }
            check.complete();
        }
    }

    /** The capture's own failure, which other exceptions may wrap. */
    public static CaptureException failure(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof CaptureException capture) {
                return capture;
            }
        }
        throw new AssertionError("not a failure of a capture", thrown);
    }

    @Override
    public void close() throws Exception {
        for (String container : containers) {
            tryDocker(new byte[0], "rm", "-f", "-v", container);
        }
    }
}
