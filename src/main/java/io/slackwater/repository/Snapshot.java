package io.slackwater.repository;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot, as restic lists it.
 *
 * @param original the first id of a snapshot whose tags or content were rewritten; empty if never rewritten
 * @param tree restic's id of the content, which a rewrite changes
 */
public record Snapshot(
        String id,
        Optional<String> original,
        OffsetDateTime time,
        String hostname,
        List<String> paths,
        List<String> tags,
        long bytes,
        String tree) {

    public Snapshot {
        paths = List.copyOf(paths);
        tags = List.copyOf(tags);
    }

    /** The id that stays the same when restic rewrites the snapshot. The journal uses it. */
    public String stableId() {
        return original.orElse(id);
    }

    /** The value of a tag in the form {@code name:value}. */
    public Optional<String> tag(String name) {
        return tags.stream()
                .filter(tag -> tag.startsWith(name + ":"))
                .map(tag -> tag.substring(name.length() + 1))
                .findFirst();
    }
}
