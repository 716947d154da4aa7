package io.slackwater.kind.postgres;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects statements of a dump of roles: all grants, and those that create missing roles and tablespaces. Existing
 * roles keep their passwords and attributes. That protects the superuser's password, which the server's environment
 * sets.
 *
 * @param present the roles and tablespaces that the server has
 * @param superuser the server's first superuser
 * @param tablespaces whether to create tablespaces too
 */
record MissingGlobals(List<SqlStatement> dump, ServerGlobals present, String superuser, boolean tablespaces) {

    /** Reads a dump of roles, as {@link UndecodedText}. */
    MissingGlobals(String dump, ServerGlobals present, String superuser, boolean tablespaces) {
        this(SqlScript.statements(dump), present, superuser, tablespaces);
    }

    /**
     * The script without statements about existing roles and tablespaces. It creates all roles in one transaction,
     * because a role without its attributes or memberships would look restored. Tablespaces follow, because PostgreSQL
     * refuses {@code CREATE TABLESPACE} in a transaction.
     *
     * @return {@link UndecodedText}
     */
    String script() {
        RoleMemberships memberships = RoleMemberships.of(dump, superuser);
        List<SqlStatement> wanted = dump.stream().filter(this::wanted).toList();
        int roles = (int) wanted.stream()
                .takeWhile(one -> !one.begins("CREATE", "TABLESPACE"))
                .count();
        return "BEGIN;\n"
                + text(wanted.subList(0, roles), memberships)
                + "COMMIT;\n"
                + text(wanted.subList(roles, wanted.size()), memberships);
    }

    /** The roles of the dump that exist already. Their attributes may differ from the dump. */
    Set<String> kept() {
        return dump.stream()
                .filter(one -> one.begins("CREATE", "ROLE"))
                .map(one -> one.tokens().get(2).name())
                .filter(present.roles()::contains)
                .collect(Collectors.toSet());
    }

    private static String text(List<SqlStatement> statements, RoleMemberships memberships) {
        return statements.stream().map(one -> memberships.text(one) + "\n").collect(Collectors.joining());
    }

    /**
     * Whether to run a statement. Grants on an existing tablespace run too: without them a restored role would lack its
     * rights there.
     */
    private boolean wanted(SqlStatement one) {
        return !names(one, "ROLE", present.roles())
                && (tablespaces
                        ? one.begins("GRANT") || !names(one, "TABLESPACE", present.tablespaces())
                        : one.object("TABLESPACE") < 0);
    }

    private static boolean names(SqlStatement one, String what, Set<String> those) {
        return one.identifier(one.object(what))
                .filter(name -> those.contains(name.name()))
                .isPresent();
    }
}
