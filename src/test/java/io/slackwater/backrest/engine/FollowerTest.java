package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.engine.Visit.Event;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FollowerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void whatCameOfABackupIsKnownWhenBackrestAnswersAndNotOnlyAtTheNextLook() throws Exception {
        Clock clock = Clock.systemUTC();
        Visit visit = new Visit("shop.db.app", false, gone -> {});
        try (ConfigServer backrest = new ConfigServer(Provisions.config("foreign"), clock);
                BackrestClient client = backrest.client(clock);
                Follower follower = new Follower(client, "shop.db.app", visit, Duration.ofHours(1))) {
            backrest.fault = method -> {
                if (!method.equals("Backup")) {
                    return 0;
                }
                backrest.backup("shop.db.app", "STATUS_SUCCESS", clock.instant());
                return 200;
            };
            assertThat(visit.next(SOON))
                    .containsInstanceOf(Event.Look.class)
                    .hasValueSatisfying(first ->
                            assertThat(((Event.Look) first).operations()).isEmpty());

            follower.submit();

            assertThat(visit.next(SOON))
                    .hasValueSatisfying(next -> assertThat(next)
                            .isInstanceOfSatisfying(
                                    Event.Look.class,
                                    look -> assertThat(look.operations())
                                            .extracting(Operation::status)
                                            .containsExactly(OperationStatus.SUCCESS)));
            assertThat(visit.next(SOON)).containsInstanceOf(Event.Returned.class);
        }
    }
}
