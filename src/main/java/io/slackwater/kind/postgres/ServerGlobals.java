package io.slackwater.kind.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The roles and tablespaces of a server, which all its databases share. Names are {@link UndecodedText}. Immutable.
 */
record ServerGlobals(Set<String> roles, Set<String> tablespaces) {

    /** One line of JSON, whatever the names hold. */
    static final String QUERY =
            DatabaseDefinition.RAW + "SELECT json_build_object('roles', (SELECT json_agg(rolname) FROM pg_roles),"
                    + " 'tablespaces', (SELECT json_agg(spcname) FROM pg_tablespace));\n";

    ServerGlobals {
        roles = Set.copyOf(roles);
        tablespaces = Set.copyOf(tablespaces);
    }

    /** @param answer to {@link #QUERY}, {@link UndecodedText} */
    static ServerGlobals of(String answer) throws RestoreException {
        try {
            JsonNode json = new ObjectMapper().readTree(answer);
            return new ServerGlobals(names(json.path("roles")), names(json.path("tablespaces")));
        } catch (JsonProcessingException e) {
            throw new RestoreException(
                    Reason.FAILED, "the server's list of its roles is no JSON: " + UndecodedText.readable(answer), e);
        }
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new TreeSet<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The roles and tablespaces that did not exist before. */
    ServerGlobals since(ServerGlobals before) {
        return new ServerGlobals(without(roles, before.roles()), without(tablespaces, before.tablespaces()));
    }

    /**
     * Refuses a dump that requires what the server lacks.
     *
     * @param tablespaces whether the dump's tablespaces are required
     */
    void check(DumpRequirements wanted, boolean tablespaces, String server) throws RestoreException {
        Set<String> lackingRoles = without(wanted.roles(), roles);
        Set<String> lackingTablespaces =
                tablespaces ? without(wanted.tablespaces(), this.tablespaces) : new TreeSet<>();
        List<String> words = new ArrayList<>();
        if (!lackingRoles.isEmpty()) {
            words.add("it lacks the roles " + quoted(lackingRoles)
                    + ", which the dump uses: restore the dataset of roles into it first, or create them");
        }
        if (!lackingTablespaces.isEmpty()) {
            words.add("it lacks the tablespaces " + quoted(lackingTablespaces) + ": create them ("
                    + lackingTablespaces.stream()
                            .map(name -> "CREATE TABLESPACE " + DatabaseDefinition.quote(UndecodedText.readable(name))
                                    + " OWNER … LOCATION '…'; the dump of the roles has both")
                            .collect(Collectors.joining("; "))
                    + "), or leave tablespaces out (\"tablespaces\": false in the target of the API, --no-tablespaces of"
                    + " backrest-management.sh)");
        }
        if (!words.isEmpty()) {
            throw new RestoreException(
                    Reason.FAILED, "nothing was restored into server " + server + ": " + String.join(". And ", words));
        }
    }

    /** In words, for messages. */
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
                .map(UndecodedText::readable)
                .map(DatabaseDefinition::quote)
                .collect(Collectors.joining(", "));
    }

    private static Set<String> without(Set<String> all, Set<String> those) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(those);
        return rest;
    }
}
