package io.slackwater.backrest.engine;

import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.journal.BackrestState.UnheardBackups;
import io.slackwater.journal.BackrestStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells when Backrest's backups fail before they ask us for the data. They are made without Backrest then, and all would look well
 * although nothing shows on its page and its own button makes no backup. Kept over a restart. Safe for use by several threads.
 */
public final class Unheard {

    /** The beginning of what is said of a Backrest that runs by another configuration than it shows. */
    static final String UNAPPLIED = "Backrest did not take over its own configuration";

    /** What is not about the token can be a restart of Backrest in that moment; so many in a row are not. */
    private static final int IN_A_ROW = 3;

    /** curl's words and its exit code when it cannot read the file, and our answer to another token. */
    private static final Pattern TOKEN =
            Pattern.compile("option --header|exit status 26\\b|returned error: 401\\b|the token is missing or wrong");

    /**
     * A hook's curl that got an answer, which was no yes; an older curl also comes without a token that it cannot read. Or a dump's whose
     * words are lost: restic can end before it has passed them on.
     */
    private static final Pattern REFUSED =
            Pattern.compile("(?s)hook[^\\n]*exit status 22\\b|command failed: exit status 22\\b(?!.*curl: \\(22\\))");

    /** What Backrest says when it cannot write down what it shall do: its words for a full disk differ by the moment. */
    private static final Pattern DISK =
            Pattern.compile("(?i)sqlite|database or disk is full|no space left|disk i/o error|read-only file system");

    private final BackrestStore store;
    private final Path headerFile;

    /** @param headerFile with the token, where Backrest finds it in its own container */
    public Unheard(BackrestStore store, Path headerFile) {
        this.store = store;
        this.headerFile = headerFile;
    }

    private static boolean token(UnheardBackups noted) {
        return TOKEN.matcher(noted.said()).find();
    }

    private static boolean disk(UnheardBackups noted) {
        return DISK.matcher(noted.said()).find();
    }

    private static boolean unapplied(UnheardBackups noted) {
        return noted.said().startsWith(UNAPPLIED);
    }

    private static boolean refused(UnheardBackups noted) {
        return REFUSED.matcher(noted.said()).find();
    }

    /** What does not pass by itself. */
    private static boolean sure(UnheardBackups noted) {
        return token(noted) || refused(noted) || disk(noted) || unapplied(noted);
    }

    private Optional<UnheardBackups> noted() {
        return store.state().unheard();
    }

    /** It came for the data. */
    synchronized void heard() {
        if (noted().isPresent()) {
            store.change(state -> state.withUnheard(Optional.empty()));
        }
    }

    /** @param said what Backrest told of its backup's end */
    synchronized void failed(String dataset, String said) {
        UnheardBackups now = new UnheardBackups(1, dataset, said.strip());
        // The first one's words stay: others in their place would be another cause.
        Optional<UnheardBackups> kept = noted().filter(
                        before -> token(before) || !token(now) && (sure(before) || !sure(now)))
                .map(before -> new UnheardBackups(before.times() + 1, before.dataset(), before.said()))
                .or(() -> Optional.of(now));
        store.change(state -> state.withUnheard(kept));
    }

    /** What a person has to look at. */
    public synchronized Optional<Conflict> conflict() {
        return noted().filter(noted -> sure(noted) || noted.times() >= IN_A_ROW)
                .map(noted -> new Conflict(
                        Conflict.BACKUPS,
                        "Backups are made without Backrest (%d so far), because its own fail or are lost before it asks for the data. %s."
                                .formatted(
                                        noted.times(),
                                        noted.said().endsWith(".")
                                                ? noted.said()
                                                        .substring(
                                                                0, noted.said().length() - 1)
                                                : noted.said()),
                        remedy(noted) + " " + ends(noted.dataset())));
    }

    private String remedy(UnheardBackups noted) {
        if (unapplied(noted)) {
            return "What its page shows is not what it runs by, and what Slackwater puts right there does not hold either: docker compose logs backrest says \"failed to apply config\" and why, most often for a repository that was added without what it needs (a guid). Correct or remove that one, then docker compose restart backrest.";
        }
        if (refused(noted)) {
            return "Slackwater refused Backrest's call; the log of that backup's hook on Backrest's page says why. When that is the token: "
                    + token();
        }
        if (disk(noted)) {
            return "Backrest cannot write to its own disk, where it keeps its list of operations and its logs (/data in its container, the volume backrest-data): docker compose exec backrest df -h /data /config tells whether it is full; make room there (docker system df shows what Docker takes), then docker compose restart backrest.";
        }
        return token(noted) ? token() : elsewhere(noted.dataset());
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
