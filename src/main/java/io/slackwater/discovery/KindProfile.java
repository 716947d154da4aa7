package io.slackwater.discovery;

import java.util.HashMap;
import java.util.HashSet;
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

    public static KindProfile of(String name, String plan, Method... methods) {
        return new KindProfile(new Kind(name), plan, List.of(methods), Set.of(), Map.of(), Map.of());
    }

    public KindProfile reads(Set<String> more) {
        Set<String> all = new HashSet<>(labels);
        all.addAll(more);
        return new KindProfile(kind, plan, methods, all, servers, dumps);
    }

    public KindProfile server(String scheme, int port) {
        Map<String, Integer> all = new HashMap<>(servers);
        all.put(scheme, port);
        return new KindProfile(kind, plan, methods, labels, all, dumps);
    }

    public KindProfile dump(String format, DumpTrait... traits) {
        Map<String, Set<DumpTrait>> all = new HashMap<>(dumps);
        all.put(format, Set.of(traits));
        return new KindProfile(kind, plan, methods, labels, servers, all);
    }

    /** Whether a dump of this format may hold passwords of the stack; true for an unknown format. */
    public boolean holdsPasswords(String format) {
        return dumps.getOrDefault(format, Set.of(DumpTrait.PASSWORDS)).contains(DumpTrait.PASSWORDS);
    }

    /** Whether a dump of this format is restored into a running server. */
    public boolean restoresIntoServer(String format) {
        return dumps.getOrDefault(format, Set.of()).contains(DumpTrait.FOR_SERVER);
    }

    /** Whether the other dumps of a server need a dump of this format in another server. */
    public boolean shared(String format) {
        return dumps.getOrDefault(format, Set.of()).contains(DumpTrait.SHARED);
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
