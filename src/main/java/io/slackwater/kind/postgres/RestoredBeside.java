package io.slackwater.kind.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a database is known that a restore made. While it is being filled, its own comment says so: whatever becomes of the journal,
 * nobody takes it for a whole one. Once it is whole it has the comment of its original, and the journal knows it by what its server
 * knows it by. Whoever restores to compare does not want a second history; who goes on with the copy must not be without backups. So it
 * is left alone for a day, under the name that the restore gave it. Immutable.
 *
 * @param restore the restore's id
 * @param at when it began
 */
public record RestoredBeside(String restore, String snapshot, Instant at) {

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

    /** What the comment of a database of this name says; empty when it is somebody else's, or the database was renamed since. */
    public static Optional<RestoredBeside> of(String database, String comment) {
        Matcher said = COMMENT.matcher(comment);
        if (!said.matches() || !said.group(4).equals(database)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RestoredBeside(said.group(1), said.group(2), Instant.parse(said.group(3))));
        } catch (DateTimeParseException e) {
            // Not written by us: then it is a database like any other, and protected.
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
