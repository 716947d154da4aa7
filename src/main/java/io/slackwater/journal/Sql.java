package io.slackwater.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Executes the statements of one transaction. {@link Columns} converts the parameters. Not safe for use by several
 * threads.
 */
final class Sql {

    private static final Logger LOG = Logger.getLogger(Sql.class);

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Executes a statement that changes rows, and returns the number of changed rows. */
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Returns the rows as objects, in the form that {@link Columns} describes. */
    <T> List<T> list(Class<T> type, String sql, @Nullable Object... parameters) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(Columns.read(type, result));
            }
        }
        return rows;
    }

    /** Returns the first row, if any. */
    <T> Optional<T> first(Class<T> type, String sql, @Nullable Object... parameters) throws SQLException {
        return list(type, sql, parameters).stream().findFirst();
    }

    /** Whether the query has a row. */
    boolean any(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet result = statement.executeQuery()) {
            return result.next();
        }
    }

    /** Executes several statements without parameters. */
    void script(String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(statements);
        }
    }

    private PreparedStatement prepared(String sql, @Nullable Object... parameters) throws SQLException {
        LOG.trace(sql);
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, Columns.cell(parameters[i]));
            }
            return statement;
        } catch (SQLException e) {
            try (statement) {
                throw e;
            }
        }
    }
}
