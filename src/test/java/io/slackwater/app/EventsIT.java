package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.AlarmText;
import io.slackwater.alert.Alarms;
import io.slackwater.api.Requests;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.live.EventStreams;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The streams of events over HTTP: their limits, slow clients, and the end of a session. */
@QuarkusTest
@WithTestResource(SignInResource.class)
class EventsIT extends SignInScene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Alarms alarms;

    @Inject
    EventStreams streams;

    @Inject
    LiveUpdates updates;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Quarkus keeps the meters when the next class starts another application. They would show this application. */
    @AfterAll
    static void removeMeters() {
        Metrics.globalRegistry.clear();
    }

    @AfterEach
    void closeStreams() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        alarms.observed(AlarmSource.STALE, List.of());
        Awaitility.await("the end of all streams").atMost(PATIENCE).until(() -> streams.size() == 0);
    }

    /** The lines that a client received. */
    private record Stream(HttpResponse<?> answer, List<String> lines, Thread reader) {

        void hears(String line) {
            Awaitility.await(line).atMost(PATIENCE).until(() -> lines.contains(line));
        }
    }

    private HttpResponse<InputStream> ask(String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(root.resolve("events")).header("Accept", "text/event-stream");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    private Stream stream(String... headers) throws Exception {
        HttpResponse<InputStream> answer = ask(headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        open.add(answer.body());
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> read(answer.body(), lines));
        return new Stream(answer, lines, reader);
    }

    /** Reads until the server ends the answer, or until {@link #closeStreams} closes it. */
    private static void read(InputStream body, List<String> lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("closed: " + e.getMessage());
        }
    }

    /** The headers of a user that the proxy forwards, who is a viewer. */
    private static String[] viewer(String name) {
        return new String[] {
            Requests.PROXY_SECRET, SignInResource.PROXY_SECRET, "Remote-User", name, "Remote-Groups", "staff"
        };
    }

    private void raise(String... subjects) {
        alarms.observed(
                AlarmSource.STALE,
                List.of(subjects).stream()
                        .map(one -> new Alarm(
                                AlarmSource.STALE,
                                one,
                                Alarm.Severity.WARNING,
                                AlarmText.plain("title"),
                                "secret detail",
                                AlarmText.plain("remedy")))
                        .toList());
    }

    @Test
    void aViewerHearsOfAnAlarmAtOnce() throws Exception {
        Stream stream = stream("Cookie", signIn("its-viewer"));
        assertThat(header(stream.answer(), "Content-Type")).startsWith("text/event-stream");
        assertThat(header(stream.answer(), "X-Accel-Buffering")).isEqualTo("no");
        assertThat(header(stream.answer(), "Cache-Control")).isEqualTo("no-store");
        stream.hears("retry:2000");

        raise("it");
        stream.hears("event:alarm-raised");
        stream.hears("data:{\"key\":\"stale:it\",\"severity\":\"warning\"}");
        raise();
        stream.hears("event:alarm-ended");
        assertThat(stream.lines()).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void onlySignedInUsersWithARoleGetAStream() throws Exception {
        assertThat(ask().statusCode()).isEqualTo(401);
        assertThat(ask("Authorization", SignInTokens.bearer(List.of("other"), 5))
                        .statusCode())
                .isEqualTo(403);
        assertThat(streams.size()).isZero();
    }

    @Test
    void theStreamEndsWithTheSession() throws Exception {
        String cookie = signIn("its-viewer");
        Stream stream = stream("Cookie", cookie);
        Stream other = stream("Cookie", signIn("its-viewer"));
        other.hears("retry:2000");
        assertThat(send("POST", "logout", "", "Cookie", cookie, OWN[0], OWN[1]).statusCode())
                .isEqualTo(303);

        raise("after");

        other.hears("event:alarm-raised");
        stream.reader().join(PATIENCE);
        assertThat(stream.reader().isAlive()).as("the answer ended").isFalse();
        assertThat(stream.lines()).doesNotContain("event:alarm-raised");
        assertThat(ask("Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    @Tag("long")
    void twoHundredStreamsAreOpenAndTheNextOneIsRefused() throws Exception {
        List<Stream> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(stream(viewer("user-" + i % 4)));
        }
        HttpResponse<InputStream> refused = ask(viewer("user-9"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(header(refused, "Retry-After")).isEqualTo("30");
        assertThat(new String(refused.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("200 streams of events are open");

        raise("everybody");
        all.forEach(stream -> stream.hears("event:alarm-raised"));

        open.removeFirst().close();
        Awaitility.await("room for another one").atMost(PATIENCE).until(() -> {
            raise();
            raise("everybody");
            return streams.size() == 199;
        });
        stream(viewer("user-9")).hears("retry:2000");
    }

    @Test
    void oneUserCannotTakeAllStreams() throws Exception {
        for (int i = 0; i < 50; i++) {
            stream(viewer("greedy"));
        }
        HttpResponse<InputStream> refused = ask(viewer("greedy"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Retry-After")).isEqualTo("30");
        stream(viewer("modest")).hears("retry:2000");
    }

    @Test
    void aClientThatReadsNothingDelaysNoOther() throws Exception {
        Socket silent = new Socket(root.getHost(), root.getPort());
        open.add(silent);
        silent.getOutputStream()
                .write(
                        ("GET /events HTTP/1.1\r\nHost: x\r\n%s: %s\r\nRemote-User: silent\r\nRemote-Groups: staff\r\n\r\n"
                                        .formatted(Requests.PROXY_SECRET, SignInResource.PROXY_SECRET))
                                .getBytes(StandardCharsets.US_ASCII));
        Stream stream = stream(viewer("reader"));
        Awaitility.await("both").atMost(PATIENCE).until(() -> streams.size() == 2);

        RunRecord run = RunRecords.queued("r1", "x".repeat(10_000), RunRecords.T0);
        for (int i = 0; i < 3000; i++) {
            updates.events.read(run, i);
        }
        raise("last");
        stream.hears("data:{\"key\":\"stale:last\",\"severity\":\"warning\"}");
        assertThat(streams.size()).as("it is disconnected after a minute").isEqualTo(2);
    }
}
