package io.slackwater.kind.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifies a database that a restore created. During the restore, the database's comment marks it as incomplete, so
 * that the mark survives a lost journal. Afterwards the original comment is restored, and the journal finds the
 * database by system identifier and oid. For one day the copy is not backed up, because the user may want only to compare it.
 * Immutable.
 *
 * @param restore the restore's id
 * @param at when the restore began
 */
public record RestoreMark(String restore, String snapshot, Instant at) {

    /** How long a restored copy is not backed up: enough time to compare and drop it. */
    static final Duration LEFT_ALONE = Duration.ofDays(1);

    private static final Pattern COMMENT = Pattern.compile(
            "Slackwater: restore (\\S+) is putting snapshot (\\S+) here at (\\S+), under the name (.*)",
            Pattern.DOTALL);

    /** The comment of an incomplete database. It contains the name, so that a renamed database counts as complete. */
    public String comment(String database) {
        return "Slackwater: restore %s is putting snapshot %s here at %s, under the name %s"
                .formatted(restore, snapshot, at.truncatedTo(ChronoUnit.SECONDS), database);
    }

    /** Parses a database's comment. Empty for any other comment, and when the database was renamed. */
    public static Optional<RestoreMark> of(String database, String comment) {
        Matcher said = COMMENT.matcher(comment);
        if (!said.matches() || !said.group(4).equals(database)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RestoreMark(said.group(1), said.group(2), Instant.parse(said.group(3))));
        } catch (DateTimeParseException e) {
            // The comment is not Slackwater's, so the database is an ordinary, protected database.
            return Optional.empty();
        }
    }

    /** The time from which on the copy is backed up. */
    Instant until() {
        return at.plus(LEFT_ALONE);
    }

    boolean leftAlone(Instant now) {
        return now.isBefore(until());
    }
}
