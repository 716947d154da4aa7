package io.slackwater.alert;

import io.slackwater.discovery.Scope;
import io.slackwater.discovery.Sentence;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.Words;
import io.slackwater.journal.JournalException;
import io.smallrye.health.api.HealthRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Publishes a MicroProfile health check for each dataset and each repository, and a common check for all datasets. The
 * common check is down before the first survey of Docker, without protected data, or while the journal is unreadable.
 * {@link #refresh} adds and removes checks.
 */
public final class BackupChecks {

    /** The name of the common check. */
    static final String ALL = "backups";

    private static final String NOT_LOOKED =
            "The first discovery is not complete yet, so datasets and repositories are unknown.";

    private final HealthRegistry group;
    private final Supplier<? extends Collection<DatasetHealth>> health;
    private final Function<String, Optional<String>> names;
    private final Function<String, Optional<Alarm>> trouble;
    private final Supplier<Scope> scope;
    private final Set<String> registered = new HashSet<>();
    private volatile boolean looked;

    /**
     * @param group the registry, for example {@code HealthRegistries.getHealthGroupRegistry("backups")}
     * @param health called for each check, so it must be cheap
     * @param names the user's name for a dataset, such as the name of its database; empty when unknown
     * @param trouble the worst alarm of a repository; empty without an alarm
     * @param scope the projects that the policy includes
     */
    public BackupChecks(
            HealthRegistry group,
            Supplier<? extends Collection<DatasetHealth>> health,
            Function<String, Optional<String>> names,
            Function<String, Optional<Alarm>> trouble,
            Supplier<Scope> scope) {
        this.scope = scope;
        this.names = names;
        this.trouble = trouble;
        this.group = group;
        this.health = health;
        group.register("slackwater-backup-" + ALL, check(ALL, this::all));
    }

    /**
     * Adds checks of new datasets and repositories, and removes checks of those that no longer exist.
     *
     * @param seen whether Docker has been surveyed since the start; until then the list of datasets comes from the
     *     journal
     */
    public synchronized void refresh(Collection<DatasetHealth> datasets, Set<String> repositories, boolean seen) {
        Map<String, HealthCheck> now = new HashMap<>();
        datasets.forEach(one -> now.put(
                "slackwater-backup-" + one.dataset(),
                check(one.dataset(), response -> dataset(one.dataset(), response))));
        repositories.forEach(name -> now.put(
                "slackwater-repository-" + name, check("repository " + name, response -> repository(name, response))));
        now.forEach((id, check) -> {
            if (registered.add(id)) {
                group.register(id, check);
            }
        });
        for (String id : List.copyOf(registered)) {
            if (!now.containsKey(id)) {
                registered.remove(id);
                group.remove(id);
            }
        }
        looked = seen;
    }

    /** Whether the last {@link #refresh} knew the datasets of a survey of Docker. */
    public boolean looked() {
        return looked;
    }

    private static HealthCheck check(String name, UnaryOperator<HealthCheckResponseBuilder> state) {
        return () -> {
            HealthCheckResponseBuilder response = HealthCheckResponse.named(name);
            try {
                return state.apply(response).build();
            } catch (JournalException e) {
                return response.down()
                        .withData("reason", String.valueOf(e.getMessage()))
                        .build();
            }
        };
    }

    private HealthCheckResponseBuilder repository(String name, HealthCheckResponseBuilder response) {
        Optional<Alarm> alarm = trouble.apply(name);
        alarm.ifPresent(one ->
                response.withData("reason", one.title() + ": " + Sentence.of(one.detail()) + " " + one.remedy()));
        return response.status(alarm.isEmpty());
    }

    private HealthCheckResponseBuilder all(HealthCheckResponseBuilder response) {
        if (!looked) {
            return response.down().withData("reason", NOT_LOOKED);
        }
        Collection<DatasetHealth> datasets = health.get();
        long down = datasets.stream().filter(one -> !one.up()).count();
        response.withData("datasets", datasets.size()).withData("down", down);
        Optional<String> wrong = datasets.isEmpty()
                ? Optional.of(scope.get().whyNothing())
                : scope.get().trouble();
        wrong.ifPresent(words -> response.withData("reason", words));
        return response.status(down == 0 && wrong.isEmpty());
    }

    private HealthCheckResponseBuilder dataset(String dataset, HealthCheckResponseBuilder response) {
        return health.get().stream()
                .filter(one -> one.dataset().equals(dataset))
                .findFirst()
                .map(one -> describe(one, response))
                .orElseGet(() -> response.up().withData("state", DatasetHealth.State.GONE.word()));
    }

    private HealthCheckResponseBuilder describe(DatasetHealth health, HealthCheckResponseBuilder response) {
        response.status(health.up())
                .withData("state", health.state().word())
                .withData("plan", health.plan())
                .withData("reason", health.reason());
        names.apply(health.dataset()).ifPresent(name -> response.withData("name", name));
        health.newest().ifPresent(time -> response.withData("newest", Words.time(time)));
        health.lastSuccess().filter(run -> run.bytes() >= 0).ifPresent(run -> response.withData("bytes", run.bytes()));
        health.staleAt().ifPresent(time -> response.withData("staleAt", Words.time(time)));
        return response;
    }
}
