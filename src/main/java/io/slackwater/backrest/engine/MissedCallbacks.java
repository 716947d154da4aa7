package io.slackwater.backrest.engine;

import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.journal.BackrestState.MissedBackups;
import io.slackwater.journal.BackrestState.MissedCause;
import io.slackwater.journal.BackrestStore;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Counts the backups that failed in Backrest before Backrest called Slackwater. Prevents that "Backup Now" fails unnoticed while
 * the embedded engine makes the backups. Kept over a restart. Safe for use by several threads.
 */
public final class MissedCallbacks {

    /** A restart of Backrest can cause one or two failures of unknown cause. */
    private static final int IN_A_ROW = 3;

    /** The words of restic, curl and Backrest for each cause; a refused dump when restic ended before it passed curl's words on. */
    private static final Map<MissedCause, Pattern> WORDS = new EnumMap<>(Map.of(
            MissedCause.TOKEN,
            Pattern.compile("option --header|exit status 26\\b|returned error: 401\\b"),
            MissedCause.REFUSED,
            Pattern.compile("(?s)hook[^\\n]*exit status 22\\b|command failed: exit status 22\\b(?!.*curl: \\(22\\))"),
            MissedCause.DISK,
            Pattern.compile("(?i)sqlite|database or disk is full|no space left|disk i/o error|read-only file system")));

    private final BackrestStore store;
    private final Path headerFile;

    /** @param headerFile with the token, where Backrest finds it in its own container */
    public MissedCallbacks(BackrestStore store, Path headerFile) {
        this.store = store;
        this.headerFile = headerFile;
    }

    /** @param said the words of restic, curl or Backrest */
    static MissedCause cause(String said) {
        return WORDS.entrySet().stream()
                .filter(words -> words.getValue().matcher(said).find())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(MissedCause.UNKNOWN);
    }

    /** Backrest called. */
    void called() {
        if (store.state().missed().isPresent()) {
            store.change(state -> state.withMissed(Optional.empty()));
        }
    }

    /** @param said Backrest's words on the end of its backup */
    void missed(String dataset, MissedCause cause, String said) {
        // The most certain cause stays: a lasting one shows again and again.
        store.change(state -> state.withMissed(state.missed()
                .filter(before -> before.cause().compareTo(cause) <= 0)
                .map(before -> new MissedBackups(before.times() + 1, before.cause(), before.dataset(), before.said()))
                .or(() -> Optional.of(new MissedBackups(1, cause, dataset, said.strip())))));
    }

    /** The alarm for people: at once for a known cause, which lasts. */
    public Optional<Conflict> conflict() {
        return store.state()
                .missed()
                .filter(noted -> noted.cause() != MissedCause.UNKNOWN || noted.times() >= IN_A_ROW)
                .map(noted -> new Conflict(
                        Conflict.BACKUPS,
                        "Backups are made without Backrest (%d so far), because its own fail or are lost before it asks for the data. %s."
                                .formatted(noted.times(), noted.said().replaceAll("\\.$", "")),
                        remedy(noted) + " " + ends(noted.dataset())));
    }

    private String remedy(MissedBackups noted) {
        return switch (noted.cause()) {
            case TOKEN -> token();
            case NOT_APPLIED ->
                "What its page shows is not what it runs by, and what Slackwater puts right there does not hold either: docker compose logs backrest says \"failed to apply config\" and why, most often for a repository that was added without what it needs (a guid). Correct or remove that one, then docker compose restart backrest.";
            case REFUSED ->
                "Slackwater refused Backrest's call; the log of that backup's hook on Backrest's page says why. When that is the token: "
                        + token();
            case DISK ->
                "Backrest cannot write to its own disk, where it keeps its list of operations and its logs (/data in its container, the volume backrest-data): docker compose exec backrest df -h /data /config tells whether it is full; make room there (docker system df shows what Docker takes), then docker compose restart backrest.";
            case UNKNOWN -> elsewhere(noted.dataset());
        };
    }

    private String token() {
        return "Backrest comes with the token in %1$s, and that file has to be in its container, readable, as Slackwater wrote it: see that the service backrest mounts the directory (- ./secrets/stream:%2$s:ro in the compose file, from the same place as Slackwater's), then docker compose up -d --force-recreate backrest; docker compose exec backrest test -r %1$s && echo readable tells whether it is there."
                .formatted(headerFile, headerFile.getParent());
    }

    private String elsewhere(String dataset) {
        return "The log of that backup of plan %s on Backrest's page says more; see that its disk is not full, that its container reaches Slackwater's internal port, and that it has %s as Slackwater wrote it."
                .formatted(dataset, headerFile);
    }

    private static String ends(String dataset) {
        return "The backups are made all the same. This ends with the next one that Backrest makes: scripts/backrest-management.sh backup %s."
                .formatted(dataset);
    }
}
