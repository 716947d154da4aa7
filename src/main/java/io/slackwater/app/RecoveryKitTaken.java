package io.slackwater.app;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.journal.Journal;
import io.slackwater.policy.LivePolicy;
import io.slackwater.repository.Repositories;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Whether the recovery kit was taken since the newest key was made: without the keys no backup can be read. */
final class RecoveryKitTaken {

    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Journal journal;
    private final LivePolicy policy;
    private final Repositories repositories;

    RecoveryKitTaken(Journal journal, LivePolicy policy, Repositories repositories) {
        this.journal = journal;
        this.policy = policy;
        this.repositories = repositories;
    }

    List<Alarm> missing() {
        Set<String> taken = journal.repositories().inRecoveryKit();
        List<String> missing = policy.current().repositories().keySet().stream()
                .filter(repositories::hasKey)
                .filter(repository -> !taken.contains(repository))
                .toList();
        if (missing.isEmpty()) {
            return List.of();
        }
        return List.of(new Alarm(
                        AlarmSource.REPOSITORY,
                        "recovery-kit",
                        Alarm.Severity.WARNING,
                        "The recovery kit was not taken",
                        "The keys of %s are on this machine only: when it is lost, no backup can be read."
                                .formatted(String.join(", ", missing)),
                        "Run docker compose exec slackwater /app/entrypoint.sh keys export, print it, and keep it elsewhere.",
                        PATIENCE)
                .because(missing));
    }
}
