package io.slackwater.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The current row of a result, column by name. */
final class Row {

    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    String text(String column) throws SQLException {
        return Objects.requireNonNull(result.getString(column), column);
    }

    Optional<String> maybeText(String column) throws SQLException {
        return Optional.ofNullable(result.getString(column));
    }

    long number(String column) throws SQLException {
        return result.getLong(column);
    }

    Instant time(String column) throws SQLException {
        return Nanos.instant(result.getLong(column));
    }

    Optional<Instant> maybeTime(String column) throws SQLException {
        return Nanos.instant(maybeNumber(column));
    }

    Duration duration(String column) throws SQLException {
        return Duration.ofNanos(result.getLong(column));
    }

    private @Nullable Long maybeNumber(String column) throws SQLException {
        long value = result.getLong(column);
        return result.wasNull() ? null : value;
    }
}
