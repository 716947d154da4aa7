package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.engine.CallbackSession.Event;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OperationPollerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void theResultOfABackupIsKnownWhenItsCallReturns() throws Exception {
        Clock clock = Clock.systemUTC();
        CallbackSession session = new CallbackSession("shop.db.app", false, gone -> {});
        try (ConfigServer backrest = new ConfigServer(Provisions.config("foreign"), clock);
                BackrestClient client = backrest.client();
                OperationPoller follower = new OperationPoller(client, "shop.db.app", session, Duration.ofHours(1))) {
            backrest.fault = method -> {
                if (!method.equals("Backup")) {
                    return 0;
                }
                backrest.backup("shop.db.app", "STATUS_SUCCESS", clock.instant());
                return 200;
            };
            assertThat(session.next(SOON))
                    .containsInstanceOf(Event.Poll.class)
                    .hasValueSatisfying(first ->
                            assertThat(((Event.Poll) first).operations()).isEmpty());

            follower.submit();

            assertThat(session.next(SOON))
                    .hasValueSatisfying(next -> assertThat(next)
                            .isInstanceOfSatisfying(
                                    Event.Poll.class,
                                    look -> assertThat(look.operations())
                                            .extracting(Operation::status)
                                            .containsExactly(OperationStatus.SUCCESS)));
            assertThat(session.next(SOON)).containsInstanceOf(Event.Returned.class);
        }
    }
}
