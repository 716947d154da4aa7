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
 * The internal port: {@code GET /internal/streams/{dataset}} gives the offered dump to the first reader with the right token. It
 * refuses and never waits: 401 wrong token, 404 nothing offered, 409 already being read. The body and the header {@code
 * Slackwater-Reason} say why. The dump is the body of the answer; a child process that sends {@code Slackwater-Pipe: PID} gets
 * the dump into its standard output instead. The {@linkplain CallbackHandler handler} answers calls with Backrest's token, also
 * {@code POST /internal/hooks/{dataset}/{start|stream|end|error}}.
 */
public final class StreamServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StreamServer.class);

    /** A header of every answer without a dump: the text in one line of ASCII, because some readers drop the body. */
    public static final String REASON = "Slackwater-Reason";

    private static final int REASON_LENGTH = 800;

    private static final String PREFIX = "/internal/streams/";
    private static final String HOOKS = "/internal/hooks/";
    private static final int CLOSE_SECONDS = 5;
    private static final Set<String> EVENTS = Set.of("start", "stream", "end", "error");

    private final Vertx vertx;
    private final OfferedDumps desk;
    private final byte[] authorization;
    private final Supplier<Duration> idle;
    private volatile CallbackHandler reception = CallbackHandler.CLOSED;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stream-idle").factory());
    private @Nullable HttpServer server;
    private volatile boolean closing;

    /**
     * @param token what a reader must send as {@code Authorization: Bearer}
     * @param idle a dump or reader that is silent for longer is cut off
     */
    public StreamServer(Vertx vertx, OfferedDumps desk, String token, Supplier<Duration> idle) {
        this.vertx = vertx;
        this.desk = desk;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.idle = idle;
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @param reception answers those who come with another token
     * @return the port
     * @throws IllegalStateException the port is taken
     */
    public int start(String host, int port, CallbackHandler reception) {
        this.reception = reception;
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
                            + "; is another Slackwater running, or the port taken? Set SLACKWATER_INTERNAL_PORT to a free one",
                    e.getCause());
        }
    }

    /** The port, once this listens. */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("the internal port is not open yet");
        }
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        String sent = request.getHeader("Authorization");
        if (sent != null && reception.knows(sent)) {
            receive(request);
            return;
        }
        if (!authorized(sent)) {
            answer(request, 401, "the token is missing or wrong");
            return;
        }
        String path = request.path();
        if (path == null || !path.startsWith(PREFIX) || !request.method().name().equals("GET")) {
            answer(request, 404, "only GET " + PREFIX + "{dataset} is here");
            return;
        }
        String dataset = path.substring(PREFIX.length());
        Optional<OfferedDump> offer = desk.find(dataset);
        if (offer.isEmpty()) {
            answer(request, 404, "no dump of dataset " + dataset + " is offered; runs are started through the API");
        } else if (!offer.get().claim()) {
            answer(request, 409, "the dump of dataset " + dataset + " already has a reader");
        } else {
            pump(request, dataset, offer.get());
        }
    }

    private void receive(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        String method = request.method().name();
        String[] hook = path.startsWith(HOOKS) ? path.substring(HOOKS.length()).split("/", -1) : new String[0];
        if (method.equals("GET") && path.startsWith(PREFIX)) {
            String dataset = path.substring(PREFIX.length());
            receive(request, () -> reception.stream(dataset), welcome -> give(request, dataset));
        } else if (method.equals("POST") && hook.length == 2 && EVENTS.contains(hook[1])) {
            receive(
                    request,
                    () -> reception.hook(hook[0], hook[1]),
                    welcome -> answer(request, welcome.status(), welcome.text()));
        } else {
            answer(
                    request,
                    404,
                    "only GET " + PREFIX + "{dataset} and POST " + HOOKS
                            + "{dataset}/{start|stream|end|error} are here");
        }
    }

    private interface RequestChecks {
        CallbackHandler.Answer answer() throws InterruptedException;
    }

    /** Answers on a thread of its own: an answer can take as long as a freeze. */
    private void receive(HttpServerRequest request, RequestChecks asked, Consumer<CallbackHandler.Answer> welcome) {
        Context context = vertx.getOrCreateContext();
        Thread.ofVirtual().name("reception").start(() -> {
            CallbackHandler.Answer answer;
            try {
                answer = asked.answer();
            } catch (InterruptedException | RuntimeException e) {
                LOG.logf(
                        closing ? Logger.Level.DEBUG : Logger.Level.ERROR,
                        e,
                        "a call could not be answered path=%s",
                        request.path());
                answer = new CallbackHandler.Answer(500, "an error inside Slackwater: " + e);
            }
            tell(request, context, answer, welcome);
        });
    }

    private void tell(
            HttpServerRequest request,
            Context context,
            CallbackHandler.Answer told,
            Consumer<CallbackHandler.Answer> welcome) {
        try {
            if (closing) {
                LOG.debugf("its caller was cut off by the stop path=%s", request.path());
                return;
            }
            context.runOnContext(there -> {
                if (told.status() == 200) {
                    welcome.accept(told);
                } else {
                    answer(request, told.status(), told.text());
                }
            });
        } catch (RejectedExecutionException e) {
            // The event loop ended in this moment, and the caller's connection before it.
            LOG.debugf(e, "the client is gone path=%s", request.path());
        }
    }

    private void give(HttpServerRequest request, String dataset) {
        Optional<OfferedDump> offer = desk.find(dataset);
        if (offer.isEmpty()) {
            answer(request, 503, "the dump of dataset " + dataset + " was withdrawn before it could be given");
        } else if (!offer.get().claim()) {
            answer(request, 409, "the dump of dataset " + dataset + " already has a reader");
        } else if (request.response().closed()) {
            offer.get().fail("the reader of dataset " + dataset + " went away while its dump was opened");
            offer.get().close();
        } else {
            pump(request, dataset, offer.get());
        }
    }

    private void pump(HttpServerRequest request, String dataset, OfferedDump offer) {
        request.response().setChunked(true).putHeader("Content-Type", "application/octet-stream");
        // The head goes out now, so that a reader that is cut off misses the end of an answer, and never the answer.
        request.response().write(Buffer.buffer());
        DumpOutput outlet = PipeOutput.to(request).orElseGet(() -> new ResponseOutput(request));
        StreamPump pump = new StreamPump(dataset, offer, outlet, idle.get().toNanos(), timer);
        // A reader that goes away must end a dump that is blocked in a read.
        request.connection().closeHandler(gone -> {
            if (offer.receipt().isEmpty()) {
                offer.fail("the reader of dataset " + dataset + " went away before the end");
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

    /** Fits the text into a header. */
    private static String oneLine(String text) {
        String plain = text.replaceAll("[^ -~]+", " ");
        return plain.length() <= REASON_LENGTH ? plain : plain.substring(0, REASON_LENGTH - 3) + "...";
    }

    /** Closes the port and cuts off every reader. */
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
                LOG.warnf("the internal port does not close: %s", e.getMessage());
            }
        }
    }
}
