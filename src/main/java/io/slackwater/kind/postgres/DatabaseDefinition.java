package io.slackwater.kind.postgres;

import io.slackwater.kind.RestoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements of a dump that create the database and set its owner, settings, rights and comment. They are the
 * output of {@code pg_restore --create} for the {@link DatabaseEntries}, as {@link UndecodedText}. The psql variable
 * {@code db} replaces the database's name.
 *
 * @param session settings that the other statements need
 * @param create creates the database
 * @param owner sets the owner; empty when the dump has none
 * @param rest all other statements, in order
 */
record DatabaseDefinition(String session, String create, String owner, List<Statement> rest) {

    private static final String NAME = ":\"db\"";
    /** After these lines, psql no longer converts the encoding of the script. */
    static final String RAW = "SELECT current_setting('server_encoding') AS raw \\gset\n\\encoding :raw\n";

    DatabaseDefinition {
        rest = List.copyOf(rest);
    }

    /**
     * A statement about the database, with its name replaced by {@code :"db"}.
     *
     * @param custom whether it sets a parameter of an application or extension (the parameter's name contains a dot)
     */
    record Statement(String text, boolean custom) {}

    /**
     * Parses the script of {@code pg_restore --create}.
     *
     * @param script undecoded
     * @param tablespaces whether to keep the database's tablespace
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
            throw new RestoreException("the dump has the statement '" + beginning
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
     * The script that creates the database, for psql in another database. Only superusers can connect until {@link
     * #closing} has run.
     *
     * @param mark a comment that marks the database as incomplete. The same script sets it, so that discovery never
     *     takes the database for an ordinary one
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
     * The script before the database is filled, for psql in the new database. It tries {@link #closing} and rolls back:
     * a missing role must not fail a restore after hours. Then it sets the parameters of applications and extensions,
     * because functions may need them. {@link #closing} sets PostgreSQL's own parameters: {@code
     * default_transaction_read_only} would refuse the data.
     */
    String beforeFill() {
        return transaction("ROLLBACK") + joined(rest.stream().filter(Statement::custom));
    }

    /**
     * The script that sets limits, settings, rights, comment and labels of the filled database in one transaction. It
     * also removes the comment that marks the database as incomplete. For psql in the new database, which has the
     * dump's encoding.
     */
    String closing() {
        return transaction("COMMIT");
    }

    private String transaction(String end) {
        return session
                + "SELECT current_database() AS db \\gset\n"
                + "BEGIN;\n"
                + "ALTER DATABASE :\"db\" CONNECTION LIMIT -1;\n"
                + "ALTER DATABASE :\"db\" RESET ALL;\n"
                + "COMMENT ON DATABASE :\"db\" IS NULL;\n"
                + joined(rest.stream())
                + end
                + ";\n";
    }

    private static String joined(Stream<Statement> statements) {
        return statements.map(one -> one.text() + "\n").collect(Collectors.joining());
    }

    /** Quotes an identifier (PostgreSQL documentation, 4.1.1). */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Quotes an identifier for a message of one line. */
    static String shown(String name) {
        return quote(name.replaceAll("\\p{Cntrl}", "?"));
    }

    /** Quotes a string. Valid with and without {@code standard_conforming_strings}. */
    static String literal(String text) {
        return (text.contains("\\") ? " E'" : "'") + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A libpq connection string with this database name. Without it, {@code -d a=b} would be read as a setting. */
    static String connection(String name) {
        return "dbname='" + name.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
