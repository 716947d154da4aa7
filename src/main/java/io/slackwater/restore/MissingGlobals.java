package io.slackwater.restore;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of a dump of roles that makes what a server lacks. Roles and tablespaces that are there stay as they are, above all the
 * superuser's password: it belongs to the server's own environment.
 */
final class MissingGlobals {

    private final ServerGlobals present;
    private final boolean tablespaces;

    /** @param tablespaces whether tablespaces are made too */
    MissingGlobals(ServerGlobals present, boolean tablespaces) {
        this.present = present;
        this.tablespaces = tablespaces;
    }

    /**
     * Leaves out the statements about what is present.
     *
     * @param dump raw
     * @return raw too
     */
    String script(String dump) {
        return SqlScript.statements(dump).stream()
                .filter(this::wanted)
                .map(one -> one.text() + "\n")
                .collect(Collectors.joining());
    }

    private boolean wanted(SqlStatement one) {
        return !names(one, "ROLE", present.roles())
                && (tablespaces ? !names(one, "TABLESPACE", present.tablespaces()) : subject(one, "TABLESPACE") < 0);
    }

    private static boolean names(SqlStatement one, String what, Set<String> those) {
        return one.identifier(subject(one, what))
                .filter(name -> those.contains(name.name()))
                .isPresent();
    }

    /** Where the name of what the statement is about stands, or -1 when it is about something else. */
    private static int subject(SqlStatement one, String what) {
        if (one.begins("CREATE", what) || one.begins("ALTER", what)) {
            return 2;
        }
        boolean on =
                one.begins("COMMENT") || one.begins("SECURITY", "LABEL") || one.begins("GRANT") || one.begins("REVOKE");
        int at = on ? one.find("ON", what) : -1;
        return at < 0 ? -1 : at + 2;
    }
}
