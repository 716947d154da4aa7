package io.slackwater.kind.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifies a database that a restore created. During the restore, the database's comment marks it as incomplete, so that the
 * mark survives a lost journal. Afterwards the database has its original comment, and the journal identifies it by system
 * identifier and oid. The copy is not backed up for a day, because a user may only compare it. Later it is backed up, because a
 * user may keep it. Immutable.
 *
 * @param restore the restore's id
 * @param at when it began
 */
public record RestoreMark(String restore, String snapshot, Instant at) {

    /** Long enough to compare and drop it; from then on it is backed up as any other database. */
    static final Duration LEFT_ALONE = Duration.ofDays(1);

    private static final Pattern COMMENT = Pattern.compile(
            "Slackwater: restore (\\S+) is putting snapshot (\\S+) here at (\\S+), under the name (.*)",
            Pattern.DOTALL);

    /** The comment of a database that is being filled. It holds the name, so that a renamed database is one in use. */
    public String comment(String database) {
        return "Slackwater: restore %s is putting snapshot %s here at %s, under the name %s"
                .formatted(restore, snapshot, at.truncatedTo(ChronoUnit.SECONDS), database);
    }

    /** Parses the comment of a database of this name; empty for any other comment, or when the database was renamed. */
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

    /** When it is backed up by itself, if it is still there. */
    Instant until() {
        return at.plus(LEFT_ALONE);
    }

    boolean leftAlone(Instant now) {
        return now.isBefore(until());
    }
}
