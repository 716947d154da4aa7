package io.slackwater.journal;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The current row of a query's result. Returns single columns, or a record of all columns. */
final class Row {

    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    /** Makes a record whose components are the columns of the same names. */
    <T extends Record> T as(Class<T> type) throws SQLException {
        return as(type, Map.of());
    }

    /**
     * Makes a record whose components are columns, or are given.
     *
     * @param more the components that come from other tables
     */
    <T extends Record> T as(Class<T> type, Map<String, Object> more) throws SQLException {
        Map<String, @Nullable Object> columns = new HashMap<>();
        ResultSetMetaData names = result.getMetaData();
        for (int i = 1; i <= names.getColumnCount(); i++) {
            columns.put(names.getColumnName(i), result.getObject(i));
        }
        columns.putAll(more);
        return Columns.read(type, columns);
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

    Duration duration(String column) throws SQLException {
        return Duration.ofNanos(result.getLong(column));
    }
}
