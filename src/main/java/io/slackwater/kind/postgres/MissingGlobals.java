package io.slackwater.kind.postgres;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects the statements of a role dump that create missing roles and tablespaces. Existing ones stay unchanged, above all the
 * superuser's password, which the server's environment sets.
 */
final class MissingGlobals {

    private final ServerGlobals present;
    private final boolean tablespaces;

    /** @param tablespaces whether tablespaces are created too */
    MissingGlobals(ServerGlobals present, boolean tablespaces) {
        this.present = present;
        this.tablespaces = tablespaces;
    }

    /**
     * Removes the statements about existing roles and tablespaces.
     *
     * @param dump {@link UndecodedText}
     * @return {@link UndecodedText}
     */
    String script(String dump) {
        return SqlScript.statements(dump).stream()
                .filter(this::wanted)
                .map(one -> one.text() + "\n")
                .collect(Collectors.joining());
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
