package io.slackwater.repository;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Derives a {@link Failure} from restic's exit code and messages. restic has exit codes only for some failures; texts
 * of restic 0.18 and 0.19 identify the others.
 */
final class Diagnosis {

    private static final Pattern DAMAGED = Pattern.compile(
            "ciphertext verification failed|invalid data returned|hash (mismatch|does not match)|unexpected pack id"
                    + "|repository contains errors|is damaged|has zero size, invalid repository"
                    + "|(ReadFull|Load)\\(<(data|index)/.*no such file|not found in (the )?index|invalid header"
                    + "|unexpected EOF|blob .* not found"
                    // ls of 0.18 does not report an unreadable blob of a directory: it continues and panics.
                    + "|restic/internal/walker\\.",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NETWORK = Pattern.compile(
            "dial tcp|connection re(fused|set)|no such host|i/o timeout|network is unreachable|no route to host"
                    + "|TLS handshake|Client\\.Timeout|server misbehaving|broken pipe.*ssh|context deadline exceeded"
                    + "|50[0234] (Internal|Bad|Service|Gateway)",
            Pattern.CASE_INSENSITIVE);

    /** The first pattern that matches decides. */
    private static final List<Map.Entry<Pattern, Failure>> TEXTS = List.of(
            Map.entry(Pattern.compile("wrong password or no key found"), Failure.WRONG_KEY),
            Map.entry(
                    Pattern.compile("Resolving password failed|an empty password is not allowed"), Failure.KEY_MISSING),
            Map.entry(Pattern.compile("repository is already locked"), Failure.LOCKED),
            // restic names its temporary files so (its internal/fs and internal/repository, TempFile).
            Map.entry(
                    Pattern.compile(
                            "restic-(temp|check-cache)-[^\\n]*: (no space left on device|disk quota exceeded)",
                            Pattern.CASE_INSENSITIVE),
                    Failure.SCRATCH_FULL),
            Map.entry(
                    Pattern.compile("no space left on device|disk quota exceeded", Pattern.CASE_INSENSITIVE),
                    Failure.DISK_FULL),
            Map.entry(Pattern.compile("read-only file system", Pattern.CASE_INSENSITIVE), Failure.READ_ONLY),
            Map.entry(
                    Pattern.compile("unable to create lock in backend:.*permission denied|Save\\(<.*permission denied"),
                    Failure.READ_ONLY),
            Map.entry(Pattern.compile("command failed:|failed to start command:"), Failure.SOURCE),
            Map.entry(Pattern.compile("all source directories/files do not exist"), Failure.INCOMPLETE),
            Map.entry(NETWORK, Failure.NETWORK),
            Map.entry(DAMAGED, Failure.DAMAGED),
            Map.entry(Pattern.compile("context canceled|signal: (killed|terminated)"), Failure.KILLED));

    /**
     * A message about a write to a repository's backend: {@code Save(<data/6fdc59113b>) failed: …} or {@code … returned
     * error, retrying after …}.
     */
    private static final Pattern BACKEND_WRITE = Pattern.compile("^(Save|Remove)\\(<.*>.*\\) (failed|returned error)");

    private static final Set<Failure> HOPELESS = EnumSet.of(Failure.SCRATCH_FULL, Failure.DISK_FULL, Failure.READ_ONLY);

    private Diagnosis() {}

    /**
     * The failure if a line of stderr proves that restic cannot succeed; null otherwise. restic 0.18 retries for
     * minutes on a read-only file system. On a full disk it hangs while it reads from a command.
     */
    static @Nullable Failure hopeless(String line) {
        Failure found = BACKEND_WRITE.matcher(line).find() ? ofText(line) : Failure.OTHER;
        return HOPELESS.contains(found) ? found : null;
    }

    /**
     * Derives the failure.
     *
     * @param exit any exit but {@link ResticExit#OK}
     */
    static Failure of(ResticExit exit, ResticErrors errors) {
        Failure hopeless = errors.hopeless();
        if (hopeless != null) {
            return hopeless;
        }
        return switch (exit) {
            case INCOMPLETE -> Failure.INCOMPLETE;
            case NO_REPOSITORY -> Failure.NO_REPOSITORY;
            case LOCKED -> Failure.LOCKED;
            case WRONG_KEY -> Failure.WRONG_KEY;
            case ENDED -> Failure.KILLED;
            case NOT_STARTED -> Failure.OTHER;
            case OK, FAILED -> byText(errors);
        };
    }

    private static Failure byText(ResticErrors errors) {
        return Stream.of(
                        errors.exitMessage().stream(),
                        errors.items().stream().map(ResticEvent.ItemError::message),
                        // The command that writes the dump reports its own errors in these lines.
                        errors.texts().stream().filter(line -> !line.startsWith("subprocess ")))
                .flatMap(texts -> texts)
                .map(Diagnosis::ofText)
                .filter(found -> found != Failure.OTHER)
                .findFirst()
                .orElse(Failure.OTHER);
    }

    /**
     * Derives why a check failed. Errors that the network caused are no damage. restic also reports files that it could
     * not reach.
     */
    static Failure ofCheck(ResticErrors errors) {
        Failure failure = of(ResticExit.FAILED, errors);
        if (failure != Failure.DAMAGED) {
            return failure;
        }
        List<Failure> items = errors.items().stream()
                .map(item -> ofText(item.message()))
                .filter(found -> found == Failure.NETWORK || found == Failure.DAMAGED)
                .distinct()
                .toList();
        return items.equals(List.of(Failure.NETWORK)) ? Failure.NETWORK : Failure.DAMAGED;
    }

    /**
     * Derives a failure from a text. Never {@link Failure#NO_REPOSITORY}, because restic also asks "Is there a
     * repository at the following location?" when it has no access. Loss prevented: an inaccessible repository would
     * count as missing.
     */
    static Failure ofText(String text) {
        return TEXTS.stream()
                .filter(entry -> entry.getKey().matcher(text).find())
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(Failure.OTHER);
    }
}
