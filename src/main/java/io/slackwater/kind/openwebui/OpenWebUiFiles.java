package io.slackwater.kind.openwebui;

import io.slackwater.capture.SqliteIntegrity;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads Open WebUI's table {@code file}. The column {@code hash} is of the text extracted from a file, not of its bytes
 * (open_webui/routers/retrieval.py). The check therefore compares only sizes.
 */
final class OpenWebUiFiles {

    private OpenWebUiFiles() {}

    /**
     * A row of the table.
     *
     * @param path the file's absolute path in the container
     * @param size in bytes, as recorded at the upload; empty when not recorded
     */
    record Row(String id, String path, OptionalLong size) {}

    /**
     * The rows with an absolute path. Empty when the table has no column for paths, as in some versions of Open WebUI.
     */
    static List<Row> in(Path database) throws SQLException {
        try (Connection connection = SqliteIntegrity.open(database);
                Statement statement = connection.createStatement()) {
            Set<String> columns = columns(statement);
            if (!columns.contains("id") || !columns.contains("path")) {
                return List.of();
            }
            String size = columns.contains("meta")
                    ? "CASE WHEN json_valid(meta) THEN json_extract(meta, '$.size') END"
                    : "NULL";
            return rows(statement, size);
        }
    }

    private static Set<String> columns(Statement statement) throws SQLException {
        Set<String> columns = new HashSet<>();
        try (ResultSet rows = statement.executeQuery("SELECT name FROM pragma_table_info('file')")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }

    private static List<Row> rows(Statement statement, String size) throws SQLException {
        List<Row> files = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("SELECT id, path, " + size + " FROM file WHERE path LIKE '/%' ORDER BY path")) {
            while (rows.next()) {
                long bytes = rows.getLong(3);
                files.add(new Row(
                        rows.getString(1),
                        rows.getString(2),
                        rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(bytes)));
            }
        }
        return files;
    }
}
