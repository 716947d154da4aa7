package io.slackwater.kind.postgres;

import io.slackwater.kind.postgres.SqlStatement.Kind;
import io.slackwater.kind.postgres.SqlStatement.Token;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the roles and tablespaces that a dump needs on its server. They belong to the server, so no dump of a database
 * contains them.
 */
final class DumpRequirements {

    private DumpRequirements() {}

    /**
     * Reads the script of {@code pg_restore --create --schema-only} as a stream.
     *
     * @param script as {@link UndecodedText}
     */
    static ServerGlobals read(Reader script) throws IOException {
        List<Token> roles = new ArrayList<>();
        List<Token> tablespaces = new ArrayList<>();
        SqlScript.read(script, one -> {
            tablespace(one, tablespaces);
            roles(one, roles);
        });
        return new ServerGlobals(names(roles), names(tablespaces));
    }

    private static Set<String> names(List<Token> identifiers) {
        return identifiers.stream()
                .filter(one -> !one.is("PUBLIC"))
                .map(Token::name)
                .collect(Collectors.toSet());
    }

    private static void tablespace(SqlStatement one, List<Token> found) {
        if (one.begins("SET", "default_tablespace", "=")) {
            one.identifier(3).ifPresent(found::add);
        } else if (one.begins("CREATE", "DATABASE") && one.find("TABLESPACE", "=") >= 0) {
            one.identifier(one.find("TABLESPACE", "=") + 2).ifPresent(found::add);
        }
    }

    private static void roles(SqlStatement one, List<Token> found) {
        boolean defaults = one.begins("ALTER", "DEFAULT", "PRIVILEGES");
        if (one.begins("GRANT") || one.begins("REVOKE") || defaults) {
            // The last of these words: the object comes before it.
            found.addAll(one.list(last(one, "TO", "FROM") + 1));
        } else if (one.begins("ALTER")) {
            int owner = one.find("OWNER", "TO");
            // The search begins at the end, because an object may have the name of a keyword that is not reserved.
            if (owner >= 0 && owner + 4 == one.tokens().size()) {
                one.identifier(owner + 2).ifPresent(found::add);
            }
        } else if (one.begins("CREATE", "POLICY")) {
            policy(one, found);
        }
        if (defaults && one.at(3, "FOR", "ROLE")) {
            one.identifier(5).ifPresent(found::add);
        } else if (one.begins("SET", "SESSION", "AUTHORIZATION")) {
            one.identifier(3).ifPresent(found::add);
        } else if (one.begins("ALTER", "ROLE")) {
            one.identifier(2).ifPresent(found::add);
        }
    }

    /** Adds the roles of a policy. In the statement they precede the expressions. */
    private static void policy(SqlStatement one, List<Token> found) {
        int to = one.find("TO");
        int using = one.find("USING");
        int check = one.find("WITH", "CHECK");
        if (to >= 0 && (using < 0 || to < using) && (check < 0 || to < check)) {
            found.addAll(one.list(to + 1));
        }
    }

    private static int last(SqlStatement one, String... keywords) {
        for (int i = one.tokens().size() - 1; i >= 0; i--) {
            for (String keyword : keywords) {
                if (one.tokens().get(i).kind() == Kind.WORD && one.at(i, keyword)) {
                    return i;
                }
            }
        }
        return Integer.MAX_VALUE - 1;
    }
}
