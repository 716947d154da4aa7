package io.slackwater.discovery;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The constant properties of a kind. Immutable.
 *
 * @param kind its name in labels and in the policy
 * @param plan the default plan that takes it
 * @param methods that the label {@code slackwater.method} may choose; empty when no container is of this kind
 * @param labels which labels it reads beyond those that every kind reads
 * @param servers the URL schemes of its servers, with their usual ports
 * @param dumps the formats of its dumps
 */
public record KindProfile(
        Kind kind,
        String plan,
        List<Method> methods,
        Set<String> labels,
        Map<String, Integer> servers,
        Map<String, Set<DumpTrait>> dumps) {

    /** A special property of a dump. */
    public enum DumpTrait {
        /** Its readers may learn passwords of the stack. */
        PASSWORDS,
        /** It is restored into a running server. Any other dump is restored as files. */
        FOR_SERVER,
        /** The other dumps of its server need it when they are restored into another server. */
        SHARED
    }

    public KindProfile {
        methods = List.copyOf(methods);
        labels = Set.copyOf(labels);
        servers = Map.copyOf(servers);
        dumps = Map.copyOf(dumps);
    }

    /** A kind without labels, servers and dumps of its own. */
    public static KindProfile of(String name, String plan, Method... methods) {
        return new KindProfile(new Kind(name), plan, List.of(methods), Set.of(), Map.of(), Map.of());
    }

    /** Whether a dump of this format has the property. A dump of an unknown format may hold passwords of the stack. */
    public boolean has(DumpTrait trait, String format) {
        return dumps.getOrDefault(format, Set.of(DumpTrait.PASSWORDS)).contains(trait);
    }

    /** Whether containers are of this kind, so that the label {@code slackwater.kind} may name it. */
    boolean ofContainers() {
        return !methods.isEmpty();
    }

    /** Whether its containers are servers that dump their data themselves. */
    public boolean ofServers() {
        return methods.contains(Method.STREAM);
    }
}
