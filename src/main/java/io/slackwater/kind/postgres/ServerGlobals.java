package io.slackwater.kind.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.kind.RestoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The roles and tablespaces of a server. All its databases share them. Names are {@link UndecodedText}. Immutable. */
record ServerGlobals(Set<String> roles, Set<String> tablespaces) {

    /** Returns one line of JSON, even when names contain line breaks. */
    static final String QUERY =
            DatabaseDefinition.RAW + "SELECT json_build_object('roles', (SELECT json_agg(rolname) FROM pg_roles),"
                    + " 'tablespaces', (SELECT json_agg(spcname) FROM pg_tablespace));\n";

    ServerGlobals {
        roles = Set.copyOf(roles);
        tablespaces = Set.copyOf(tablespaces);
    }

    /**
     * Parses the answer to {@link #QUERY}.
     *
     * @param answer as {@link UndecodedText}
     */
    static ServerGlobals of(String answer) throws RestoreException {
        try {
            return new ObjectMapper().readValue(answer, ServerGlobals.class);
        } catch (JsonProcessingException e) {
            throw new RestoreException(
                    "the server's list of roles is not valid JSON: " + UndecodedText.readable(answer), e);
        }
    }

    /** The roles and tablespaces of this server that {@code other} does not have. */
    ServerGlobals without(ServerGlobals other) {
        Set<String> ownRoles = new HashSet<>(roles);
        ownRoles.removeAll(other.roles());
        Set<String> ownTablespaces = new HashSet<>(tablespaces);
        ownTablespaces.removeAll(other.tablespaces());
        return new ServerGlobals(ownRoles, ownTablespaces);
    }

    /** Lists the roles and tablespaces for a message. */
    String words() {
        List<String> words = new ArrayList<>();
        if (!roles.isEmpty()) {
            words.add("the roles " + quoted(roles));
        }
        if (!tablespaces.isEmpty()) {
            words.add("the tablespaces " + quoted(tablespaces));
        }
        return words.isEmpty() ? "nothing" : String.join(" and ", words);
    }

    private static String quoted(Set<String> names) {
        return names.stream()
                .sorted()
                .map(name -> DatabaseDefinition.shown(UndecodedText.readable(name)))
                .collect(Collectors.joining(", "));
    }
}
