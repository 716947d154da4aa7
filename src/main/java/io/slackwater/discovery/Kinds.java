package io.slackwater.discovery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All kinds of services, in the order of recognition. Immutable.
 *
 * @param all the last one takes every container that is of no other kind
 */
public record Kinds<K extends DiscoverableKind>(List<K> all) {

    public Kinds {
        all = List.copyOf(all);
    }

    public Optional<K> find(String name) {
        return all.stream()
                .filter(kind -> kind.profile().kind().word().equals(name))
                .findFirst();
    }

    /** @throws IllegalArgumentException there is no such kind */
    public K of(Kind kind) {
        return find(kind.word()).orElseThrow(() -> new IllegalArgumentException("There is no kind " + kind));
    }

    K last() {
        return all.getLast();
    }

    /** The names that the label {@code slackwater.kind} allows. */
    List<String> ofContainers() {
        return all.stream()
                .map(DiscoverableKind::profile)
                .filter(KindProfile::ofContainers)
                .map(profile -> profile.kind().word())
                .toList();
    }

    /** The URL schemes of database servers, with their usual ports. */
    Map<String, Integer> servers() {
        Map<String, Integer> servers = new HashMap<>();
        all.forEach(kind -> servers.putAll(kind.profile().servers()));
        return servers;
    }
}
