package io.slackwater.restore;

import io.slackwater.restore.RestoreException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a dump knows of its database itself, said again for another name: how it was made, its limits, settings, rights, comment and
 * security labels. Read from what {@code pg_restore --create} says of its {@link DatabaseEntries}. All of it is {@link RawText}; psql's
 * variable {@code db} stands for the new name.
 *
 * @param session how the statements are written
 * @param create how it is made
 * @param owner to whom it belongs; empty when the dump does not say
 * @param rest all else, in order
 */
record DatabaseDefinition(String session, String create, String owner, List<Statement> rest) {

    private static final String NAME = ":\"db\"";
    /** From here on nothing is converted. */
    static final String RAW = "SELECT current_setting('server_encoding') AS raw \\gset\n\\encoding :raw\n";

    DatabaseDefinition {
        rest = List.copyOf(rest);
    }

    /**
     * A statement about the database of the new name.
     *
     * @param custom whether it sets a parameter that is not PostgreSQL's own, whose name has a point
     */
    record Statement(String text, boolean custom) {}

    /**
     * Reads the script.
     *
     * @param script raw
     * @param tablespaces whether the database goes into the tablespace that it was in
     * @return empty when the script does not create a database
     * @throws RestoreException it has a statement that is not known here, and would be lost
     */
    static Optional<DatabaseDefinition> read(String script, boolean tablespaces) throws RestoreException {
        StringBuilder session = new StringBuilder();
        String create = "";
        String owner = "";
        List<Statement> rest = new ArrayList<>();
        for (SqlStatement one : SqlScript.statements(script)) {
            if (one.begins("CREATE", "DATABASE")) {
                create = renamed(tablespaces ? one : withoutTablespace(one));
            } else if (one.begins("ALTER", "DATABASE") && one.at(3, "OWNER", "TO")) {
                owner = renamed(one);
            } else if (one.begins("SET", "SESSION", "AUTHORIZATION") || one.begins("RESET", "SESSION")) {
                // Who granted what follows.
                rest.add(new Statement(one.text(), false));
            } else if (one.begins("SET", "client_encoding") || one.begins("SET", "standard_conforming_strings")) {
                // The script says them again after each of its connections.
                session.append(create.isEmpty() ? one.text() + "\n" : "");
            } else if (!one.begins("SET") && !one.begins("SELECT", "pg_catalog", ".", "set_config")) {
                rest.add(new Statement(renamed(one), custom(one)));
            }
        }
        return create.isEmpty()
                ? Optional.empty()
                : Optional.of(new DatabaseDefinition(session.toString(), create, owner, rest));
    }

    private static boolean custom(SqlStatement one) {
        return one.begins("ALTER", "DATABASE")
                && one.at(3, "SET")
                && one.identifier(4)
                        .filter(setting -> setting.name().contains("."))
                        .isPresent();
    }

    private static String renamed(SqlStatement one) throws RestoreException {
        int at = nameAt(one);
        // What follows a backslash outside of quotes would be a command of psql.
        if (one.identifier(at).isEmpty() || one.find("\\") >= 0) {
            String beginning =
                    one.tokens().stream().limit(4).map(SqlStatement.Token::text).collect(Collectors.joining(" "));
            throw new RestoreException(
                    Reason.FAILED,
                    "the dump says '" + beginning
                            + " …' of its database, which this version of Slackwater does not know;"
                            + " restore it by pg_restore --create, as in docs/restore-without-slackwater.md");
        }
        return one.with(at, NAME);
    }

    /** Where a statement names the database, or -1. */
    private static int nameAt(SqlStatement one) {
        if (one.begins("CREATE", "DATABASE") || one.begins("ALTER", "DATABASE")) {
            return 2;
        }
        if (one.begins("ALTER", "ROLE") && one.at(3, "IN", "DATABASE")) {
            return 5;
        }
        boolean on =
                one.begins("COMMENT") || one.begins("SECURITY", "LABEL") || one.begins("GRANT") || one.begins("REVOKE");
        int at = on ? one.find("ON", "DATABASE") : -1;
        return at < 0 ? -1 : at + 2;
    }

    private static SqlStatement withoutTablespace(SqlStatement create) {
        int at = create.find("TABLESPACE", "=");
        return at < 0
                ? create
                : SqlScript.statements(create.without(at, at + 3)).getFirst();
    }

    /**
     * Makes the database, marked, and closed to all but superusers: who may connect is known at its end. For psql in another database.
     *
     * @param mark at once, so that discovery never sees the database without it
     */
    String opening(String name, String mark) {
        String known = "SELECT set_config('slackwater.database', " + literal(name) + ", false) AS db \\gset\n";
        String marked = "COMMENT ON DATABASE " + quote(name) + " IS " + literal(mark) + ";\n";
        String closed = "SELECT format('ALTER DATABASE %I CONNECTION LIMIT 0', " + literal(name)
                + ") FROM pg_roles WHERE rolname = current_user AND rolsuper \\gexec\n";
        return RawText.of(known)
                + RAW
                + "SELECT current_setting('slackwater.database') AS db \\gset\n"
                + create
                + "\n\\encoding UTF8\n"
                + RawText.of(marked + closed)
                + "\\encoding :raw\n"
                + owner
                + "\n";
    }

    /**
     * Sets what functions may want while the database is filled: the parameters of the application and of extensions. One of PostgreSQL's
     * own, like {@code default_transaction_read_only}, could keep the data out. For psql in the database itself.
     */
    String custom() {
        return inside() + joined(rest.stream().filter(Statement::custom));
    }

    private String inside() {
        return session + "SELECT current_database() AS db \\gset\n";
    }

    /**
     * Gives the whole database its limits, settings, rights, comment and labels, and takes the mark away: all or nothing. For psql in
     * the database itself, where its encoding is that of the dump.
     */
    String closing() {
        return inside()
                + "BEGIN;\n"
                + "ALTER DATABASE :\"db\" CONNECTION LIMIT -1;\n"
                + "ALTER DATABASE :\"db\" RESET ALL;\n"
                + "COMMENT ON DATABASE :\"db\" IS NULL;\n"
                + joined(rest.stream())
                + "COMMIT;\n";
    }

    private static String joined(Stream<Statement> statements) {
        return statements.map(one -> one.text() + "\n").collect(Collectors.joining());
    }

    /** An identifier as PostgreSQL wants it quoted (PostgreSQL documentation, 4.1.1). */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A string as PostgreSQL wants it quoted, whether or not its backslashes are taken for escapes. */
    static String literal(String text) {
        return (text.contains("\\") ? " E'" : "'") + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A database's name as a libpq connection string: {@code -d a=b} would be taken for a setting. */
    static String connection(String name) {
        return "dbname='" + name.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
