package io.slackwater.kind.postgres;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The grants of membership in a dump of roles, for a server with another first superuser.
 *
 * <p>Since PostgreSQL 16, a grantor needs the admin option on the role. Only the first superuser of a cluster ({@code initdb}'s) needs
 * none, and a grant of a superuser without {@code GRANTED BY} is the first superuser's (PostgreSQL documentation, GRANT). A dump grants
 * the admin option before its holder is a grantor ({@code dumpRoleMembership} in {@code pg_dumpall.c}). So a grantor that holds no
 * admin option yet is the first superuser of the source. Before version 16 it may be any role, and PostgreSQL did not track it.
 *
 * @param withoutAdmin the grantors that need not have the admin option
 * @param superuser the first superuser of the target, whom no other role can grant the admin option
 */
record RoleMemberships(Set<String> withoutAdmin, String superuser) {

    RoleMemberships {
        withoutAdmin = Set.copyOf(withoutAdmin);
    }

    /** @param dump the statements of the source */
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

    /** The statement as the target accepts it: the target's first superuser becomes the grantor, when it must. */
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

    /** {@code GRANT role TO member [WITH …] [GRANTED BY grantor];}. */
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
