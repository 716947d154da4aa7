package io.slackwater.kind.postgres;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects the statements of a role dump that create missing roles and tablespaces, and memberships. Existing roles keep their password
 * and attributes, above all the superuser's password, which the server's environment sets.
 */
final class MissingGlobals {

    private final ServerGlobals present;
    private final String superuser;
    private final boolean tablespaces;

    /**
     * @param superuser the server's first superuser
     * @param tablespaces whether tablespaces are created too
     */
    MissingGlobals(ServerGlobals present, String superuser, boolean tablespaces) {
        this.present = present;
        this.superuser = superuser;
        this.tablespaces = tablespaces;
    }

    /**
     * Removes the statements about existing roles and tablespaces. All roles are created in one transaction: a role without its
     * attributes or memberships would pass for a restored role. {@code CREATE TABLESPACE} is refused in a transaction.
     *
     * @param dump {@link UndecodedText}
     * @return {@link UndecodedText}
     */
    String script(String dump) {
        List<SqlStatement> all = SqlScript.statements(dump);
        RoleMemberships memberships = RoleMemberships.of(all, superuser);
        List<SqlStatement> wanted = all.stream().filter(this::wanted).toList();
        int roles = (int) wanted.stream()
                .takeWhile(one -> !one.begins("CREATE", "TABLESPACE"))
                .count();
        return "BEGIN;\n"
                + text(wanted.subList(0, roles), memberships)
                + "COMMIT;\n"
                + text(wanted.subList(roles, wanted.size()), memberships);
    }

    private static String text(List<SqlStatement> statements, RoleMemberships memberships) {
        return statements.stream().map(one -> memberships.text(one) + "\n").collect(Collectors.joining());
    }

    private boolean wanted(SqlStatement one) {
        return !names(one, "ROLE", present.roles())
                && (tablespaces ? !names(one, "TABLESPACE", present.tablespaces()) : one.object("TABLESPACE") < 0);
    }

    private static boolean names(SqlStatement one, String what, Set<String> those) {
        return one.identifier(one.object(what))
                .filter(name -> those.contains(name.name()))
                .isPresent();
    }
}
