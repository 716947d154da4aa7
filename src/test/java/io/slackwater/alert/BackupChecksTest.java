package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Scope;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.JournalException;
import io.slackwater.repository.Failure;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.HealthRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class BackupChecksTest {

    private final Map<String, HealthCheck> registered = new TreeMap<>();
    private final AtomicReference<Supplier<List<DatasetHealth>>> source = new AtomicReference<>(List::of);
    private final AtomicReference<Optional<Alarm>> trouble = new AtomicReference<>(Optional.empty());
    private Scope scope = Scope.ALL;
    private final BackupChecks checks = new BackupChecks(
            new Registry(),
            () -> source.get().get(),
            dataset -> Optional.of("My " + dataset),
            name -> trouble.get(),
            () -> scope);

    private final class Registry implements HealthRegistry {
        @Override
        public HealthRegistry register(String id, HealthCheck check) {
            assertThat(registered.put(id, check))
                    .as("%s is registered once", id)
                    .isNull();
            return this;
        }

        @Override
        public HealthRegistry register(String id, AsyncHealthCheck check) {
            throw new UnsupportedOperationException(id);
        }

        @Override
        public HealthRegistry remove(String id) {
            assertThat(registered.remove(id)).as(id).isNotNull();
            return this;
        }
    }

    private static DatasetHealth health(String id, HealthReason state) {
        return new DatasetHealth(
                id,
                "critical",
                state,
                "Because.",
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void now(DatasetHealth... datasets) {
        source.set(() -> List.of(datasets));
        checks.refresh(List.of(datasets), Set.of(), true);
    }

    private HealthCheckResponse ask(String id) {
        return java.util.Objects.requireNonNull(registered.get("slackwater-backup-" + id))
                .call();
    }

    @Test
    void everyDatasetHasItsOwnHealthCheck() {
        now(health("a", HealthReason.FRESH), health("b", HealthReason.STALE));
        assertThat(ask("a").getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(ask("b").getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(ask("b").getName()).isEqualTo("b");
        assertThat(ask("b").getData().orElseThrow())
                .containsEntry("state", "overdue")
                .containsEntry("name", "My b")
                .containsEntry("reason", "Because.")
                .containsEntry("newest", "1970-01-01T00:00:00Z");
        assertThat(ask("backups").getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        now(health("a", HealthReason.FRESH));
        assertThat(registered).containsOnlyKeys("slackwater-backup-a", "slackwater-backup-backups");
        assertThat(ask("backups").getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void aRepositoryIsDownWithTheTextOfItsAlarmUntilThatEnds() {
        checks.refresh(List.of(), Set.of("critical"), true);
        HealthCheck check = java.util.Objects.requireNonNull(registered.get("slackwater-repository-critical"));
        assertThat(check.call().getName()).isEqualTo("repository critical");
        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        trouble.set(Optional.of(RepositoryProblems.trouble(
                "critical", "There is nothing at /repos/critical.", Set.of(Failure.NO_REPOSITORY), List.of())));
        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(check.call().getData().orElseThrow().get("reason"))
                .asString()
                .startsWith(
                        "Repository critical has a problem: There is nothing at /repos/critical. The repository is missing or empty");
        checks.refresh(List.of(), Set.of(), true);
        assertThat(registered).containsOnlyKeys("slackwater-backup-backups");
    }

    @Test
    void theGroupIsDownUntilTheFirstDiscoveryHasEnded() {
        source.set(() -> List.of(health("a", HealthReason.FRESH)));
        for (boolean seen : List.of(false, true)) {
            assertThat(ask("backups").getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
            assertThat(ask("backups").getData().orElseThrow().get("reason"))
                    .asString()
                    .startsWith("The first discovery is not complete yet");
            checks.refresh(List.of(health("a", HealthReason.FRESH)), Set.of("critical"), seen);
        }
        assertThat(ask("backups").getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(registered).containsKeys("slackwater-backup-a", "slackwater-repository-critical");
    }

    @Test
    void theGroupIsDownWithARemedyWhenNothingIsProtected() {
        now();
        assertThat(ask("backups").getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(ask("backups").getData().orElseThrow().get("reason"))
                .asString()
                .contains("slackwater.enable=true");
    }

    @Test
    void aJournalThatCannotBeReadIsDownNotGreen() {
        now(health("a", HealthReason.FRESH));
        source.set(() -> {
            throw new JournalException("The journal x cannot be read.", null);
        });
        assertThat(ask("a").getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(ask("backups").getData().orElseThrow()).containsEntry("reason", "The journal x cannot be read.");
    }

    @Test
    void anUnknownProjectInThePolicyIsDown() {
        now(health("orders", HealthReason.FRESH));
        assertThat(ask("backups").getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        scope = new Scope(Set.of("shopp"), List.of(new Scope.Unmatched("shopp", " (did you mean 'shop'?)")), List.of());
        assertThat(ask("backups").getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(ask("backups").getData().orElseThrow())
                .hasEntrySatisfying(
                        "reason", reason -> assertThat(reason.toString()).contains("did you mean 'shop'"));
        assertThat(CoverageAlarms.nothingProtected(scope).detail()).contains("shopp");
    }
}
