package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slackwater.journal.AlarmRecord;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {

    private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");

    private Receiver receiver;
    private final AtomicReference<Optional<URI>> url = new AtomicReference<>(Optional.empty());
    private final List<Boolean> done = new CopyOnWriteArrayList<>();
    private Webhook webhook;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        url.set(Optional.of(receiver.uri("/hook/s3cret-token?x=1")));
        webhook = new Webhook(url::get, () -> "my-stack", Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        webhook.close();
        receiver.close();
    }

    private void send(Notice.Event event, String key) {
        AlarmRecord alarm = new AlarmRecord(
                key,
                "critical",
                "Title \"quoted\"",
                "Detail ü\n2.",
                "Remedy.",
                "",
                T0,
                Optional.empty(),
                Set.of(),
                Optional.empty());
        webhook.send(new Notice(event, alarm, T0.plusSeconds(5)), done::add);
    }

    private void awaitDone(Boolean... expected) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(done).containsExactly(expected));
    }

    @Test
    void aNoticeIsJsonWithAllItsFields() {
        send(Notice.Event.RAISED, "stale:orders");
        awaitDone(true);
        assertThat(receiver.requests).containsExactly("POST /hook/s3cret-token?x=1");
        JsonNode body = receiver.bodies.getFirst();
        assertThat(body.get("version").asInt()).isEqualTo(1);
        assertThat(body.get("instance").asText()).isEqualTo("my-stack");
        assertThat(body.get("event").asText()).isEqualTo("raised");
        assertThat(body.get("key").asText()).isEqualTo("stale:orders");
        assertThat(body.get("severity").asText()).isEqualTo("critical");
        assertThat(body.get("title").asText()).isEqualTo("Title \"quoted\"");
        assertThat(body.get("detail").asText()).isEqualTo("Detail ü\n2.");
        assertThat(body.get("remedy").asText()).isEqualTo("Remedy.");
        assertThat(body.get("since").asText()).isEqualTo("2026-06-01T00:00:00Z");
        assertThat(body.get("at").asText()).isEqualTo("2026-06-01T00:00:05Z");
        assertThat(body.get("text").asText())
                .startsWith("[critical] my-stack: Title")
                .endsWith("Remedy.");
        assertThat(webhook.failures()).isZero();
    }

    @Test
    void aRecoveryIsSent() {
        send(Notice.Event.RECOVERED, "stale:orders");
        awaitDone(true);
        assertThat(receiver.bodies.getFirst().get("event").asText()).isEqualTo("recovered");
        assertThat(receiver.bodies.getFirst().get("text").asText()).isEqualTo("[over] my-stack: Title \"quoted\"");
    }

    @Test
    void aFailedNoticeIsReportedAndTheNextIsSent() {
        receiver.then(500, 404, 204);
        send(Notice.Event.RAISED, "a");
        send(Notice.Event.RAISED, "b");
        send(Notice.Event.RAISED, "c");
        awaitDone(false, false, true);
        assertThat(receiver.bodies).extracting(body -> body.get("key").asText()).containsExactly("a", "b", "c");
        assertThat(webhook.failures()).isEqualTo(2);
    }

    @Test
    void aSilentReceiverAndAnEndlessAnswerTimeOut() {
        receiver.then(Receiver.SILENT, Receiver.ENDLESS, 204);
        send(Notice.Event.RAISED, "a");
        send(Notice.Event.RAISED, "b");
        send(Notice.Event.RAISED, "c");
        awaitDone(false, false, true);
    }

    @Test
    void theSenderNeverWaits() {
        receiver.then(Receiver.SILENT, Receiver.SILENT, Receiver.SILENT);
        long before = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            send(Notice.Event.RAISED, "a" + i);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aClosedWebhookLeavesANoticeUndelivered() {
        webhook.close();
        send(Notice.Event.RAISED, "a");
        assertThat(done).isEmpty();
    }

    @Test
    void aNoticeWithoutAnAddressCountsAsDelivered() {
        url.set(Optional.empty());
        send(Notice.Event.RAISED, "a");
        assertThat(done).containsExactly(true);
        assertThat(receiver.requests).isEmpty();
    }

    @Test
    void anInvalidAddressDoesNotStopTheWebhook() {
        url.set(Optional.of(URI.create("ftp://somewhere/x")));
        send(Notice.Event.RAISED, "a");
        awaitDone(false);
        url.set(Optional.of(receiver.uri("/ok")));
        send(Notice.Event.RAISED, "b");
        awaitDone(false, true);
    }

    @Test
    void aFailingCallbackDoesNotStopTheWebhook() {
        AlarmRecord alarm =
                new AlarmRecord("k", "warning", "t", "d", "r", "", T0, Optional.empty(), Set.of(), Optional.empty());
        webhook.send(new Notice(Notice.Event.RAISED, alarm, T0), arrived -> {
            throw new IllegalStateException("broken on purpose by the test");
        });
        send(Notice.Event.RAISED, "b");
        awaitDone(true);
    }
}
