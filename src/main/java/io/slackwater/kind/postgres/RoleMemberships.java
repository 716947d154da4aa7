package io.slackwater.kind.postgres;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adapts the grants of role membership in a dump to a server with another first superuser.
 *
 * <p>Since PostgreSQL 16, a grantor needs the admin option on the role; only the cluster's first superuser ({@code
 * initdb}) needs none. A superuser's grant without {@code GRANTED BY} counts as the first superuser's (PostgreSQL
 * documentation, GRANT).
 *
 * <p>A dump grants the admin option before its holder appears as grantor ({@code dumpRoleMembership} in {@code
 * pg_dumpall.c}). A grantor without the admin option is therefore the source's first superuser. Before version 16 it
 * may be any role.
 *
 * @param withoutAdmin grantors that the dump gives no admin option
 * @param superuser the target's first superuser, to whom no other role can grant the admin option
 */
record RoleMemberships(Set<String> withoutAdmin, String superuser) {

    RoleMemberships {
        withoutAdmin = Set.copyOf(withoutAdmin);
    }

    /**
     * Reads the grants of a dump.
     *
     * @param dump the dump's statements
     */
    static RoleMemberships of(List<SqlStatement> dump, String superuser) {
        Set<String> withoutAdmin = new HashSet<>();
        Set<List<String>> admins = new HashSet<>();
        for (SqlStatement one : dump) {
            if (isMembership(one)) {
                String role = one.tokens().get(1).name();
                grantor(one)
                        .filter(name -> !admins.contains(List.of(role, name)))
                        .ifPresent(withoutAdmin::add);
                if (one.find("ADMIN", "OPTION") >= 0) {
                    admins.add(List.of(role, one.tokens().get(3).name()));
                }
            }
        }
        return new RoleMemberships(withoutAdmin, superuser);
    }

    /**
     * The statement in the form that the target accepts. It drops {@code GRANTED BY} where the target's first superuser
     * must be the grantor.
     */
    String text(SqlStatement one) {
        int end = one.tokens().size() - 1;
        return isMembership(one)
                        && grantor(one)
                                .filter(name -> withoutAdmin.contains(name)
                                        || one.tokens().get(3).name().equals(superuser))
                                .isPresent()
                ? one.without(end - 3, end)
                : one.text();
    }

    /** Whether it is {@code GRANT role TO member [WITH …] [GRANTED BY grantor];}. */
    private static boolean isMembership(SqlStatement one) {
        return one.begins("GRANT")
                && one.identifier(1).isPresent()
                && one.at(2, "TO")
                && one.identifier(3).isPresent();
    }

    private static Optional<String> grantor(SqlStatement one) {
        int end = one.tokens().size() - 1;
        return one.at(end - 3, "GRANTED", "BY")
                ? one.identifier(end - 1).map(SqlStatement.Token::name)
                : Optional.empty();
    }
}
