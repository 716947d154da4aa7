package io.slackwater.kind.postgres;

import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements of a dump about the database itself, such as creation, settings, rights and comment. They come from
 * {@code pg_restore --create} on the {@link DatabaseEntries}, as {@link UndecodedText}. The psql variable {@code db} replaces the
 * name.
 *
 * @param session settings for the statements themselves
 * @param create creates the database
 * @param owner sets its owner; empty when the dump does not have it
 * @param rest all other statements, in order
 */
record DatabaseDefinition(String session, String create, String owner, List<Statement> rest) {

    private static final String NAME = ":\"db\"";
    /** From this statement on, psql does not convert the encoding. */
    static final String RAW = "SELECT current_setting('server_encoding') AS raw \\gset\n\\encoding :raw\n";

    DatabaseDefinition {
        rest = List.copyOf(rest);
    }

    /**
     * A statement about the database of the new name.
     *
     * @param custom whether it sets a parameter of an application or extension (a name with a dot)
     */
    record Statement(String text, boolean custom) {}

    /**
     * Reads the script.
     *
     * @param script raw
     * @param tablespaces whether the database goes into its old tablespace
     * @return empty when the script does not create a database
     * @throws RestoreException the script has an unknown statement, which the restore would lose
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
                // The grantor of the next rights.
                rest.add(new Statement(one.text(), false));
            } else if (one.begins("SET", "client_encoding") || one.begins("SET", "standard_conforming_strings")) {
                // The script repeats them after each of its connections.
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
        int at = one.begins("ALTER", "ROLE") && one.at(3, "IN", "DATABASE") ? 5 : one.object("DATABASE");
        // Outside of quotes a backslash would begin a command of psql.
        if (one.identifier(at).isEmpty() || one.find("\\") >= 0) {
            String beginning =
                    one.tokens().stream().limit(4).map(SqlStatement.Token::text).collect(Collectors.joining(" "));
            throw new RestoreException(
                    Reason.FAILED,
                    "the dump has the statement '" + beginning
                            + " …' about its database, which this version of Slackwater does not know;"
                            + " restore it with pg_restore --create, as in docs/restore-without-slackwater.md");
        }
        return one.with(at, NAME);
    }

    private static SqlStatement withoutTablespace(SqlStatement create) {
        int at = create.find("TABLESPACE", "=");
        return at < 0
                ? create
                : SqlScript.statements(create.without(at, at + 3)).getFirst();
    }

    /**
     * Creates the database with its mark. Only superusers can connect until the rights are set. For psql in another database.
     *
     * @param mark a comment, set at once, so that discovery never sees the database without it
     */
    String opening(String name, String mark) {
        String known = "SELECT set_config('slackwater.database', " + literal(name) + ", false) AS db \\gset\n";
        String marked = "COMMENT ON DATABASE " + quote(name) + " IS " + literal(mark) + ";\n";
        String closed = "SELECT format('ALTER DATABASE %I CONNECTION LIMIT 0', " + literal(name)
                + ") FROM pg_roles WHERE rolname = current_user AND rolsuper \\gexec\n";
        return UndecodedText.of(known)
                + RAW
                + "SELECT current_setting('slackwater.database') AS db \\gset\n"
                + create
                + "\n\\encoding UTF8\n"
                + UndecodedText.of(marked + closed)
                + "\\encoding :raw\n"
                + owner
                + "\n";
    }

    /**
     * Sets the parameters of applications and extensions, which functions may need while the database is filled. PostgreSQL's own
     * parameters follow at the end: {@code default_transaction_read_only} would refuse the data. For psql in the database itself.
     */
    String custom() {
        return inside() + joined(rest.stream().filter(Statement::custom));
    }

    private String inside() {
        return session + "SELECT current_database() AS db \\gset\n";
    }

    /**
     * Sets limits, settings, rights, comment and labels of the restored database and removes its mark, in one transaction. For psql in the
     * database itself, whose encoding is that of the dump.
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

    /** A quoted identifier (PostgreSQL documentation, 4.1.1). */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A quoted identifier for messages: on one line, because its control characters are escaped. */
    static String shown(String name) {
        if (name.chars().noneMatch(Character::isISOControl)) {
            return quote(name);
        }
        return name.replace("\\", "\\\\")
                .codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? "\\%04x".formatted(c) : Character.toString(c))
                .collect(Collectors.collectingAndThen(Collectors.joining(), escaped -> "U&" + quote(escaped)));
    }

    /** A quoted string, valid with and without {@code standard_conforming_strings}. */
    static String literal(String text) {
        return (text.contains("\\") ? " E'" : "'") + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A database's name as a libpq connection string: {@code -d a=b} would be taken for a setting. */
    static String connection(String name) {
        return "dbname='" + name.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
