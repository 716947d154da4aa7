package io.slackwater.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves dumps on the internal port: {@code GET /internal/streams/{dataset}} sends an offered dump to the first reader
 * with the right token. Refuses at once and never waits: 401 wrong token, 404 no dump, 409 already read. Body and
 * header {@code Slackwater-Reason} give the reason.
 *
 * <p>The dump is the response body. For a child process that sends {@code Slackwater-Pipe: PID}, it goes to the child's
 * stdout instead. Requests with Backrest's token, also {@code POST /internal/hooks/{dataset}/{start|ready|stream|end}},
 * go to the {@linkplain CallbackHandler handler}.
 */
public final class StreamServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StreamServer.class);

    /** The response header with the reason why no dump was sent, as one line of ASCII. Some readers drop the body. */
    public static final String REASON = "Slackwater-Reason";

    private static final int REASON_LENGTH = 800;

    private static final String PREFIX = "/internal/streams/";
    private static final String HOOKS = "/internal/hooks/";
    private static final int CLOSE_SECONDS = 5;
    private static final Set<String> EVENTS = Set.of("start", "ready", "stream", "end");

    private final Vertx vertx;
    private final OfferedDumps dumps;
    private final byte[] authorization;
    private final Supplier<Duration> idle;
    private final Optional<CallbackHandler> callbacks;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stream-idle").factory());
    private @Nullable HttpServer server;
    private volatile boolean closing;

    /**
     * Creates the server.
     *
     * @param token the bearer token of readers
     * @param idle how long a dump or reader may make no progress
     * @param callbacks handles requests with Backrest's token; empty without Backrest
     */
    public StreamServer(
            Vertx vertx,
            OfferedDumps dumps,
            String token,
            Supplier<Duration> idle,
            Optional<CallbackHandler> callbacks) {
        this.vertx = vertx;
        this.dumps = dumps;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.idle = idle;
        this.callbacks = callbacks;
    }

    /**
     * Opens the port.
     *
     * @param port 0 for any free port
     * @return the opened port
     * @throws IllegalStateException the port is in use
     */
    public int start(String host, int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                .setSendBufferSize(1024 * 1024);
        try {
            server = vertx.createHttpServer(options)
                    .requestHandler(this::handle)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return server.actualPort();
        } catch (java.util.concurrent.CompletionException e) {
            throw new IllegalStateException(
                    "cannot listen on internal port " + host + ":" + port
                            + ", because it is in use, perhaps by another Slackwater; set SLACKWATER_INTERNAL_PORT to a free port",
                    e.getCause());
        }
    }

    /** The opened port. */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("the internal port is not open yet");
        }
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        String sent = request.getHeader("Authorization");
        Optional<CallbackHandler> backrest = callbacks.filter(one -> sent != null && one.knows(sent));
        if (backrest.isEmpty() && !authorized(sent)) {
            answer(request, 401, "the token is missing or wrong");
            return;
        }
        String path = String.valueOf(request.path());
        String method = request.method().name();
        String[] hook = path.startsWith(HOOKS) ? path.substring(HOOKS.length()).split("/", -1) : new String[0];
        if (method.equals("GET") && path.startsWith(PREFIX)) {
            String dataset = path.substring(PREFIX.length());
            if (backrest.isEmpty()) {
                send(
                        request,
                        dataset,
                        404,
                        "no dump of dataset " + dataset + " is offered; start a run through the API");
                return;
            }
            String withdrawn = "the dump of dataset " + dataset + " was withdrawn before it could be sent";
            callback(request, () -> backrest.get().stream(dataset), ready -> send(request, dataset, 503, withdrawn));
        } else if (backrest.isPresent() && method.equals("POST") && hook.length == 2 && EVENTS.contains(hook[1])) {
            callback(
                    request,
                    () -> backrest.get().hook(hook[0], hook[1]),
                    done -> answer(request, done.status(), done.text()));
        } else {
            answer(
                    request,
                    404,
                    "only GET " + PREFIX + "{dataset} and, with Backrest's token, POST " + HOOKS
                            + "{dataset}/{start|ready|stream|end} exist");
        }
    }

    private interface Callback {
        CallbackHandler.Answer answer() throws InterruptedException;
    }

    /** Handles a request of Backrest on another thread, because pausing containers takes seconds. */
    private void callback(HttpServerRequest request, Callback callback, Consumer<CallbackHandler.Answer> accepted) {
        Context context = vertx.getOrCreateContext();
        Thread.ofVirtual().name("callback").start(() -> {
            CallbackHandler.Answer answer = answer(request, callback);
            try {
                if (!closing) {
                    context.runOnContext(there -> {
                        if (answer.status() == 200) {
                            accepted.accept(answer);
                        } else {
                            answer(request, answer.status(), answer.text());
                        }
                    });
                }
            } catch (RejectedExecutionException e) {
                // The event loop has ended, and the client's connection before it.
                LOG.debugf(e, "the client is gone path=%s", request.path());
            }
        });
    }

    private CallbackHandler.Answer answer(HttpServerRequest request, Callback callback) {
        try {
            return callback.answer();
        } catch (InterruptedException | RuntimeException e) {
            Logger.Level level = closing ? Logger.Level.DEBUG : Logger.Level.ERROR;
            LOG.logf(level, e, "a request failed path=%s", request.path());
            return new CallbackHandler.Answer(
                    500, "an error inside Slackwater; please report it with the log of this time");
        }
    }

    /**
     * Sends the dataset's dump.
     *
     * @param absent the HTTP status when no dump is offered
     */
    private void send(HttpServerRequest request, String dataset, int absent, String reason) {
        Optional<OfferedDump> offer = dumps.find(dataset);
        if (offer.isEmpty()) {
            answer(request, absent, reason);
        } else if (!offer.get().claim()) {
            answer(request, 409, "the dump of dataset " + dataset + " already has a reader");
        } else if (request.response().closed()) {
            offer.get().fail("the reader of dataset " + dataset + " disconnected while its dump was opened");
            offer.get().close();
        } else {
            pump(request, dataset, offer.get());
        }
    }

    private void pump(HttpServerRequest request, String dataset, OfferedDump offer) {
        request.response().setChunked(true).putHeader("Content-Type", "application/octet-stream");
        // The head is sent now. A reader that is cut off then sees an incomplete answer, never none.
        request.response().write(Buffer.buffer());
        DumpOutput outlet = PipeOutput.to(request).orElseGet(() -> new ResponseOutput(request));
        StreamPump pump = new StreamPump(dataset, offer, outlet, idle.get().toNanos(), timer);
        // A reader that goes away must end a dump that is blocked in a read.
        request.connection().closeHandler(gone -> {
            if (offer.receipt().isEmpty()) {
                offer.fail("the reader of dataset " + dataset + " disconnected before the end of the dump");
                offer.source().close();
                outlet.cut();
            }
        });
        // Virtual threads cost a fifth of the throughput here, and twice the CPU.
        Thread.ofPlatform().daemon().name("stream-" + dataset).start(pump);
    }

    private boolean authorized(@Nullable String sent) {
        return sent != null && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), authorization);
    }

    private static void answer(HttpServerRequest request, int status, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader(REASON, oneLine(text))
                .end(text + "\n");
    }

    /** Shortens the text and removes line breaks, so that it fits into a header. */
    private static String oneLine(String text) {
        String plain = text.replaceAll("[^ -~]+", " ");
        return plain.length() <= REASON_LENGTH ? plain : plain.substring(0, REASON_LENGTH - 3) + "...";
    }

    /** Closes the port and breaks off all transfers. */
    @Override
    public void close() {
        closing = true;
        timer.shutdownNow();
        if (server != null) {
            try {
                server.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.warnf("the internal port could not be closed: %s", e.getMessage());
            }
        }
    }
}
