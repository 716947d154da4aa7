package io.slackwater.discovery;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The constant properties of a kind of service. Immutable.
 *
 * @param kind the name in labels and in the policy
 * @param plan the plan that the kind uses by default
 * @param methods the methods that the label {@code slackwater.method} may name; empty when no container is of this kind
 * @param servers the URL schemes of its servers, with their usual ports
 * @param dumps the formats of its dumps, with their special properties
 * @param dumpNames the names of its dumps that are no databases. A database of such a name gets a hash in its id
 */
public record KindProfile(
        Kind kind,
        String plan,
        List<Method> methods,
        Map<String, Integer> servers,
        Map<String, Set<DumpTrait>> dumps,
        Set<String> dumpNames) {

    /** A special property of a dump. */
    public enum DumpTrait {
        /** The dump may contain passwords of the stack. */
        PASSWORDS,
        /** The dump is restored into a running server. Other dumps are restored as files. */
        FOR_SERVER,
        /** The kind lists the tables of the dump. */
        TABLES,
        /** Other dumps of the same server need this dump before they can be restored into another server. */
        SHARED
    }

    public KindProfile {
        methods = List.copyOf(methods);
        servers = Map.copyOf(servers);
        dumps = Map.copyOf(dumps);
        dumpNames = Set.copyOf(dumpNames);
    }

    /** The profile of a kind without labels, servers and dumps of its own. */
    public static KindProfile of(String name, String plan, Method... methods) {
        return new KindProfile(new Kind(name), plan, List.of(methods), Map.of(), Map.of(), Set.of());
    }

    /** Whether a dump of this format has the property. An unknown format counts as one with passwords. */
    public boolean has(DumpTrait trait, String format) {
        return dumps.getOrDefault(format, Set.of(DumpTrait.PASSWORDS)).contains(trait);
    }

    /** Whether containers can be of this kind, so that the label {@code slackwater.kind} may name it. */
    boolean ofContainers() {
        return !methods.isEmpty();
    }

    /** Whether its containers are servers that dump their own data. */
    public boolean ofServers() {
        return methods.contains(Method.STREAM);
    }
}
