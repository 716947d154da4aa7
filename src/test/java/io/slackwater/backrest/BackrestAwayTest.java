package io.slackwater.backrest;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.BackrestSubject;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Unreachable;
import io.slackwater.health.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A Backrest that is stopped for minutes. */
class BackrestAwayTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Memory memory = new Provisions.Memory();

    @Test
    void anUnreachableBackrestIsRetriedAndItsFirstAnswerEndsTheConflict() throws Exception {
        try (ConfigServer backrest = new ConfigServer(Provisions.config("foreign"), clock);
                BackrestClient client = backrest.client()) {
            backrest.guids.put("/repos/critical", Provisions.CRITICAL_ID);
            BackrestProvisioning provisioning = provisioning(client);
            backrest.fault = method -> {
                throw new IOException("no answer");
            };
            Instant stopped = clock.instant().plusSeconds(20);
            for (int beat = 0; beat < 30; beat++) {
                assertThat(pass(provisioning)).isInstanceOfSatisfying(Unreachable.class, away -> {
                    assertThat(away.since()).isEqualTo(stopped);
                    assertThat(away.conflicts())
                            .singleElement()
                            .satisfies(
                                    conflict -> assertThat(conflict.remedy()).contains("backups are made without it"));
                    assertThat(away.complete()).as("no alarm ends").isFalse();
                });
            }
            backrest.fault = method -> 0;
            clock.advance(Duration.ofMinutes(2));
            ReconcileOutcome answered = pass(provisioning);
            assertThat(answered.conflicts())
                    .noneMatch(conflict -> conflict.subject().kind() == BackrestSubject.SubjectKind.BACKREST);
            assertThat(answered.complete()).isTrue();
        }
    }

    private BackrestProvisioning provisioning(BackrestClient client) {
        return new BackrestProvisioning(
                client,
                new Provisions.Known(),
                memory.get(),
                Provisions.view(),
                Optional::empty,
                backup -> true,
                clock);
    }

    private ReconcileOutcome pass(BackrestProvisioning provisioning) throws InterruptedException {
        clock.advance(Duration.ofSeconds(20));
        return provisioning.pass(Provisions.policy(), List.of(Provisions.DATABASE), Set.of());
    }
}
