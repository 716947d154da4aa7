package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.engine.CallbackSession.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationPollerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aRefusedSubmissionIsReported() throws Exception {
        Clock clock = Clock.systemUTC();
        CallbackSession session = new CallbackSession("shop.db.app", false, List::of, gone -> {});
        try (ConfigServer backrest = new ConfigServer(Provisions.config("foreign"), clock);
                BackrestClient client = backrest.client();
                OperationPoller poller = new OperationPoller(client, "shop.db.app", session, Duration.ofHours(1))) {
            backrest.fault = method -> method.equals("Backup") ? 503 : 0;
            assertThat(session.next(SOON)).containsInstanceOf(Event.Poll.class);

            poller.submit();

            assertThat(session.next(SOON)).containsInstanceOf(Event.Refused.class);
        }
    }
}
