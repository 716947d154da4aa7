package io.slackwater.observe;

import io.slackwater.journal.JournalException;
import io.smallrye.health.api.HealthRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Shows each dataset as a check of its own in a health group, besides one for all of them that is down while nothing is protected or
 * the journal cannot be read. Datasets come and go with {@link #refresh}; answers are at most a second old.
 */
public final class BackupChecks {

    /** The name of the check over all. */
    static final String ALL = "backups";

    private static final Duration FRESH_FOR = Duration.ofSeconds(1);

    private final HealthRegistry group;
    private final Supplier<? extends Collection<DatasetHealth>> health;
    private final Set<String> shown = new HashSet<>();

    private final Clock clock;
    private @Nullable Answered answered;

    /** One look serves all checks of one request. */
    private record Answered(Instant at, Collection<DatasetHealth> datasets) {}

    /** @param group for example {@code HealthRegistries.getHealthGroupRegistry("backups")} */
    public BackupChecks(HealthRegistry group, Supplier<? extends Collection<DatasetHealth>> health, Clock clock) {
        this.group = group;
        this.clock = clock;
        this.health = health;
        group.register(id(ALL), this::all);
    }

    /** Shows the datasets of now; those that vanished are gone. */
    public synchronized void refresh(Collection<DatasetHealth> datasets) {
        Set<String> now = new HashSet<>();
        datasets.forEach(one -> now.add(one.dataset()));
        for (String dataset : now) {
            if (shown.add(dataset)) {
                group.register(id(dataset), () -> one(dataset));
            }
        }
        for (String gone : List.copyOf(shown)) {
            if (!now.contains(gone)) {
                shown.remove(gone);
                group.remove(id(gone));
            }
        }
    }

    private synchronized Collection<DatasetHealth> datasets() {
        Instant now = clock.instant();
        Answered known = answered;
        if (known == null || Duration.between(known.at(), now).abs().compareTo(FRESH_FOR) > 0) {
            known = new Answered(now, health.get());
            answered = known;
        }
        return known.datasets();
    }

    private static String id(String name) {
        return "slackwater-backup-" + name;
    }

    private HealthCheckResponse all() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(ALL);
        try {
            Collection<DatasetHealth> datasets = datasets();
            long down = datasets.stream().filter(one -> !one.up()).count();
            response.withData("datasets", datasets.size()).withData("down", down);
            if (datasets.isEmpty()) {
                return response.down()
                        .withData("reason", "Nothing is protected. Label a container with slackwater.enable=true.")
                        .build();
            }
            return response.status(down == 0).build();
        } catch (JournalException e) {
            return response.down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }

    private HealthCheckResponse one(String dataset) {
        try {
            return datasets().stream()
                    .filter(one -> one.dataset().equals(dataset))
                    .findFirst()
                    .map(BackupChecks::response)
                    .orElseGet(() -> HealthCheckResponse.named(dataset)
                            .up()
                            .withData("state", DatasetHealth.State.GONE.word())
                            .build());
        } catch (JournalException e) {
            return HealthCheckResponse.named(dataset)
                    .down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }

    /** One dataset as health shows it. */
    static HealthCheckResponse response(DatasetHealth health) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(health.dataset())
                .status(health.up())
                .withData("state", health.state().word())
                .withData("plan", health.plan())
                .withData("reason", health.reason());
        health.newest().ifPresent(time -> response.withData("newest", Words.time(time)));
        health.staleAt().ifPresent(time -> response.withData("staleAt", Words.time(time)));
        return response.build();
    }
}
