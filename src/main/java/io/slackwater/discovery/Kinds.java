package io.slackwater.discovery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All kinds of service, in the order in which they are tried. Immutable.
 *
 * @param all the last kind applies to every container that no other kind recognises
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

    /**
     * Finds a kind by its name.
     *
     * @throws IllegalArgumentException no such kind exists
     */
    public K of(Kind kind) {
        return find(kind.word())
                .orElseThrow(() -> new IllegalArgumentException("No kind of service has the name " + kind));
    }

    K last() {
        return all.getLast();
    }

    /** The names that the label {@code slackwater.kind} may have. */
    List<String> ofContainers() {
        return all.stream()
                .map(DiscoverableKind::profile)
                .filter(KindProfile::ofContainers)
                .map(profile -> profile.kind().word())
                .toList();
    }

    /** The URL schemes of all database servers, with their usual ports. */
    Map<String, Integer> servers() {
        Map<String, Integer> servers = new HashMap<>();
        all.forEach(kind -> servers.putAll(kind.profile().servers()));
        return servers;
    }
}
