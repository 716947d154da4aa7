package io.slackwater.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages of a webhook that are about no single alarm. {@link HttpTransportsTest} has the others. */
class WebhookTransportTest {

    private final HttpCall http = new HttpCall(Duration.ofSeconds(5));
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        http.close();
        receiver.close();
    }

    private JsonNode received(Message message) throws InterruptedException {
        SendResult result =
                new WebhookTransport(receiver.uri("/hook"), new HttpSender(http), TestNotices.TEXT).send(message);
        assertThat(result).isInstanceOf(SendResult.Accepted.class);
        assertThat(receiver.requests).containsExactly("POST /hook");
        return receiver.bodies.getFirst();
    }

    @Test
    void aReportHasItsNumbersAndTheDatasetsThatFailed() throws Exception {
        JsonNode body = received(new Message.Summary(new Report(
                TestNotices.T0,
                TestNotices.T0.plus(Duration.ofDays(1)),
                5,
                4,
                3,
                2048,
                List.of(new Report.Growth("orders", 2048)),
                List.of(new Report.Failed("files", "The disk is full.")),
                List.of("volume shop_cache"),
                1)));

        assertThat(body.get("event").asText()).isEqualTo("report");
        assertThat(body.get("since").asText()).isEqualTo("2026-06-01T00:00:00Z");
        assertThat(body.get("at").asText()).isEqualTo("2026-06-02T00:00:00Z");
        assertThat(body.get("backups").asLong()).isEqualTo(5);
        assertThat(body.get("verified").asLong()).isEqualTo(4);
        assertThat(body.get("datasets").asLong()).isEqualTo(3);
        assertThat(body.get("grownBytes").asLong()).isEqualTo(2048);
        assertThat(body.get("failed").get(0).get("dataset").asText()).isEqualTo("files");
        assertThat(body.get("failed").get(0).get("reason").asText()).isEqualTo("The disk is full.");
        assertThat(body.get("notProtected").get(0).asText()).isEqualTo("volume shop_cache");
        assertThat(body.get("alarms").asInt()).isEqualTo(1);
        assertThat(body.get("text").asText()).contains("files").contains("The disk is full.");
    }

    @Test
    void aTestMessageNamesTheInstanceAndItsTime() throws Exception {
        JsonNode body = received(new Message.Test(TestNotices.T0));

        assertThat(body.get("version").asInt()).isEqualTo(1);
        assertThat(body.get("event").asText()).isEqualTo("test");
        assertThat(body.get("at").asText()).isEqualTo("2026-06-01T00:00:00Z");
        assertThat(body.get("text").asText()).contains("my-stack");
    }
}
