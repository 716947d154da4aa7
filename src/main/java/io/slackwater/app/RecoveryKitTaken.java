package io.slackwater.app;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Whether the recovery kit was taken since the newest key was made: without the keys no backup can be read. */
final class RecoveryKitTaken {

    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Slackwater slackwater;

    RecoveryKitTaken(Slackwater slackwater) {
        this.slackwater = slackwater;
    }

    List<Alarm> missing() {
        Set<String> taken = slackwater.journal().repositories().inRecoveryKit();
        List<String> missing = slackwater.policy().repositories().keySet().stream()
                .filter(slackwater::hasKey)
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
                PATIENCE));
    }
}
