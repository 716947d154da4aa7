package io.slackwater.backrest;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.ReconcileOutcome.Unreachable;
import io.slackwater.observe.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A Backrest that is stopped, for minutes. */
class BackrestAwayTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));

    @Test
    void itIsLookedForAgainAndAgainAndItsFirstAnswerEndsTheConflict() throws Exception {
        try (ConfigServer backrest = new ConfigServer(Provisions.config("foreign"), clock);
                BackrestClient client = backrest.client(clock)) {
            backrest.guids.put("/repos/critical", Provisions.CRITICAL_ID);
            BackrestProvisioning provisioning = new BackrestProvisioning(
                    client,
                    new Provisions.Known(),
                    new Provisions.Memory(),
                    Provisions.view(),
                    Optional.empty(),
                    backup -> true,
                    clock);
            backrest.fault = method -> {
                throw new IOException("no answer");
            };
            Instant stopped = clock.instant().plusSeconds(20);
            for (int beat = 0; beat < 30; beat++) {
                assertThat(pass(provisioning)).isInstanceOfSatisfying(Unreachable.class, away -> {
                    assertThat(away.since()).isEqualTo(stopped);
                    assertThat(away.nextTry()).isBeforeOrEqualTo(clock.instant().plusSeconds(30));
                    assertThat(away.conflicts())
                            .singleElement()
                            .satisfies(
                                    conflict -> assertThat(conflict.remedy()).contains("backups are made without it"));
                });
            }
            backrest.fault = method -> 0;
            clock.advance(Duration.ofSeconds(20));
            assertThat(pass(provisioning).conflicts())
                    .noneMatch(conflict -> conflict.subject().equals("backrest"));
        }
    }

    private ReconcileOutcome pass(BackrestProvisioning provisioning) throws InterruptedException {
        clock.advance(Duration.ofSeconds(20));
        return provisioning.pass(Provisions.policy(), List.of(Provisions.DATABASE));
    }
}
