package io.slackwater.capture;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/**
 * Checks a copy of a SQLite database with SQLite's own {@code integrity_check}. Changes the copy, because SQLite
 * applies the log to it.
 */
public final class SqliteIntegrity {

    /** Result codes of SQLite (sqlite.org/rescode.html). */
    private static final int CORRUPT = 11;

    private static final int NOT_A_DATABASE = 26;
    private static final int PRIMARY_CODE = 0xff;

    /** Messages about a missing extension that the schema uses. */
    private static final Pattern EXTENSION =
            Pattern.compile("no such (module|collation sequence|function|tokenizer)|unknown tokenizer");

    private SqliteIntegrity() {}

    public sealed interface Verdict {
        record Whole() implements Verdict {}

        record Damaged(String why) implements Verdict {}

        /** The database cannot be checked without an extension of its application. */
        record Foreign(String why) implements Verdict {}

        /** The check failed for another reason; a later check may succeed. */
        record Unknown(SQLException why) implements Verdict {}
    }

    public static Connection open(Path copy) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + copy);
    }

    public static Verdict of(Path copy) {
        try (Connection connection = open(copy);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check(3)")) {
            String first = rows.next() ? String.valueOf(rows.getString(1)) : "integrity_check returned nothing";
            if (first.equals("ok")) {
                return new Verdict.Whole();
            }
            return EXTENSION.matcher(first).find() ? new Verdict.Foreign(first) : new Verdict.Damaged(first);
        } catch (SQLException e) {
            return verdict(e);
        }
    }

    public static Verdict verdict(SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (EXTENSION.matcher(message).find()) {
            return new Verdict.Foreign(message);
        }
        int code = e.getErrorCode() & PRIMARY_CODE;
        return code == CORRUPT || code == NOT_A_DATABASE ? new Verdict.Damaged(message) : new Verdict.Unknown(e);
    }
}
