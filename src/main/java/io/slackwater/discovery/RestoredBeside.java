package io.slackwater.discovery;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a database is known that a restore put beside the original: by its own comment, which goes with it when it is dropped or its
 * volume moves. Whoever restores to compare does not want a second history; who goes on with the copy must not be without backups.
 * So it is left alone for a day, under the name that the restore gave it. Immutable.
 *
 * <p>The same comment, in other words, keeps a database that a restore is still filling from being taken for a whole one where it is
 * a dataset of its own: the finished restore takes that one away.
 *
 * @param restore the restore's id
 * @param at when it began
 * @param filling whether the restore was still at work, for a database that is backed up as soon as it is whole
 */
public record RestoredBeside(String restore, String snapshot, Instant at, boolean filling) {

    /** Of a database that is put beside another one. */
    public RestoredBeside(String restore, String snapshot, Instant at) {
        this(restore, snapshot, at, false);
    }

    /** Long enough to compare and drop it; from then on it is backed up as any other database. */
    static final Duration LEFT_ALONE = Duration.ofDays(1);

    private static final String FILLING = "is putting";

    private static final Pattern COMMENT = Pattern.compile(
            "Slackwater: restore (\\S+) (put|is putting) snapshot (\\S+) here at (\\S+), under the name (.*)",
            Pattern.DOTALL);

    /** The database's comment. It holds the name, so that a renamed database is one in use. */
    public String comment(String database) {
        return "Slackwater: restore %s %s snapshot %s here at %s, under the name %s"
                .formatted(restore, filling ? FILLING : "put", snapshot, at.truncatedTo(ChronoUnit.SECONDS), database);
    }

    /** What the comment of a database of this name says; empty when it is somebody else's, or the database was renamed since. */
    public static Optional<RestoredBeside> of(String database, String comment) {
        Matcher said = COMMENT.matcher(comment);
        if (!said.matches() || !said.group(5).equals(database)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RestoredBeside(
                    said.group(1),
                    said.group(3),
                    Instant.parse(said.group(4)),
                    said.group(2).equals(FILLING)));
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
