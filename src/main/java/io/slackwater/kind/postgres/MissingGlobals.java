package io.slackwater.kind.postgres;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects the statements of a role dump that create missing roles and tablespaces, and all grants. Existing roles keep their password
 * and attributes, above all the superuser's password, which the server's environment sets.
 */
final class MissingGlobals {

    private final List<SqlStatement> dump;
    private final ServerGlobals present;
    private final String superuser;
    private final boolean tablespaces;

    /**
     * @param dump {@link UndecodedText}
     * @param superuser the server's first superuser
     * @param tablespaces whether tablespaces are created too
     */
    MissingGlobals(String dump, ServerGlobals present, String superuser, boolean tablespaces) {
        this.dump = SqlScript.statements(dump);
        this.present = present;
        this.superuser = superuser;
        this.tablespaces = tablespaces;
    }

    /**
     * Removes the statements about existing roles and tablespaces. All roles are created in one transaction: a role without its
     * attributes or memberships would pass for a restored role. {@code CREATE TABLESPACE} is refused in a transaction.
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

    /** The roles of the dump that exist. Their attributes may differ from those in the dump. */
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

    /** An existing tablespace gets the rights of the dump: without them a restored role lacks its rights there. */
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
