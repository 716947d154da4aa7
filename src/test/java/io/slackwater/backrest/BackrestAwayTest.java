package io.slackwater.backrest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Busy;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Unreachable;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Written;
import io.slackwater.health.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A Backrest that is stopped, for minutes. */
class BackrestAwayTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Memory memory = new Provisions.Memory();

    @Test
    void anUnreachableBackrestIsRetriedAndItsFirstAnswerEndsTheConflict() throws Exception {
        try (ConfigServer backrest = new ConfigServer(Provisions.config("foreign"), clock);
                BackrestClient client = backrest.client(clock)) {
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
                    assertThat(provisioning.tells(away, "repository critical"))
                            .as("one that does not answer says nothing of what it has")
                            .isFalse();
                });
            }
            backrest.fault = method -> 0;
            clock.advance(Duration.ofSeconds(20));
            ReconcileOutcome answered = pass(provisioning);
            assertThat(answered.conflicts())
                    .noneMatch(conflict -> conflict.subject().equals("backrest"));
            assertThat(provisioning.tells(answered, "backrest")).isTrue();
        }
    }

    @Test
    void aWriteConflictEndsWithTheFirstWriteAlsoAfterARestart() throws Exception {
        try (ConfigServer backrest = new ConfigServer(Provisions.config("foreign"), clock);
                BackrestClient client = backrest.client(clock)) {
            backrest.guids.put("/repos/critical", Provisions.CRITICAL_ID);
            backrest.guids.put("/repos/system", Provisions.SYSTEM_ID);
            backrest.fault = method -> method.equals("SetConfig") ? 503 : 0;
            assertThat(pass(provisioning(client))).isInstanceOf(Unreachable.class);
            backrest.fault = method -> 0;
            BackrestProvisioning next = provisioning(client);
            ObjectNode running = backrest.backup("home", "STATUS_INPROGRESS", clock.instant());
            ReconcileOutcome busy = pass(next);
            assertThat(busy).isInstanceOf(Busy.class);
            assertThat(List.of("backrest", "repository critical", "held up"))
                    .as("it was read, but not written to")
                    .noneMatch(subject -> next.tells(busy, subject));
            assertThat(next.tells(busy, "instance")).isTrue();
            backrest.finish(running);
            ReconcileOutcome written = pass(next);
            assertThat(written).isInstanceOf(Written.class);
            assertThat(next.tells(written, "backrest")).isTrue();
        }
    }

    private BackrestProvisioning provisioning(BackrestClient client) {
        return new BackrestProvisioning(
                client,
                new Provisions.Known(),
                memory.get(),
                Provisions.view(),
                Optional.empty(),
                backup -> true,
                clock);
    }

    private ReconcileOutcome pass(BackrestProvisioning provisioning) throws InterruptedException {
        clock.advance(Duration.ofSeconds(20));
        return provisioning.pass(Provisions.policy(), List.of(Provisions.DATABASE), Set.of());
    }
}
