package io.slackwater.policy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of the policy file. Reading a key returns its typed value, or reports the problem and returns a fallback.
 * One pass therefore finds all problems. Not safe for use by several threads.
 */
final class Section {

    private final PolicyProblems problems;
    private final String path;
    private final Mark mark;
    private final boolean written;
    private final boolean broken;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Map<String, Section> sections = new HashMap<>();
    private final Set<String> known = new TreeSet<>();
    private boolean clean = true;

    /**
     * Reads a mapping.
     *
     * @param mark the position in the file for reports of missing keys
     * @param node null when the file does not have this section
     */
    Section(PolicyProblems problems, String path, Mark mark, @Nullable Node node) {
        this.problems = problems;
        this.path = path;
        this.mark = mark;
        this.written = node != null && !isNull(node);
        this.broken = written && !(node instanceof MappingNode);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::enter);
        } else if (broken && node != null) {
            wrongType(node, path, "a mapping of keys (key: value)");
        }
    }

    private void enter(NodeTuple entry) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            clean = false;
            problems.add(entry.getKeyNode().getStartMark(), path, "a key must be plain text, not a list or a mapping");
            return;
        }
        NodeTuple first = entries.putIfAbsent(key.getValue(), entry);
        if (first != null) {
            int line = first.getKeyNode().getStartMark().getLine() + 1;
            problems.add(
                    key.getStartMark(),
                    at(key.getValue()),
                    "the key " + Read.quoted(key.getValue()) + " occurs twice, first in line " + line + ": remove one");
        }
    }

    /**
     * The value of a key. Returns {@code fallback} when the key is missing, or when its value is wrong, which is
     * reported.
     */
    <T> T get(String key, T fallback, Read<T> read) {
        return find(key, read).orElse(fallback);
    }

    /** The value of a key. Empty when the key is missing, or when its value is wrong, which is reported. */
    <T> Optional<T> find(String key, Read<T> read) {
        Node node = node(key);
        return node == null ? Optional.empty() : scalar(node, at(key), read);
    }

    /** The value of a required key. Reports a missing key or wrong value and returns {@code standIn}. */
    <T> T require(String key, T standIn, Read<T> read, String example) {
        return required(key, read, example).orElse(standIn);
    }

    /** The value of a required key. Empty when the key is missing or its value is wrong, which is reported. */
    <T> Optional<T> required(String key, Read<T> read, String example) {
        if (node(key) == null && !broken) {
            problems.add(
                    mark,
                    at(key),
                    "is required, for example `" + key + ": " + example + "`; allowed: " + read.allowed());
        }
        return find(key, read);
    }

    /**
     * The values of a list, in the order of the file. Returns {@code fallback} when the key is missing or its value is
     * not a list.
     */
    <T> Set<T> list(String key, Set<T> fallback, Read<T> read) {
        Node node = node(key);
        if (node == null) {
            return fallback;
        }
        if (!(node instanceof SequenceNode sequence)) {
            wrongType(node, at(key), "a list ([a, b]), of each: " + read.allowed());
            return fallback;
        }
        Set<T> values = new LinkedHashSet<>();
        int index = 0;
        for (Node element : sequence.getValue()) {
            scalar(element, at(key) + "[" + index++ + "]", read).ifPresent(values::add);
        }
        return values;
    }

    /** The mapping below a key. Empty when the key is missing. */
    Section section(String key) {
        Node node = node(key);
        NodeTuple entry = entries.get(key);
        Mark place = entry == null ? mark : entry.getKeyNode().getStartMark();
        return sections.computeIfAbsent(key, _ -> new Section(problems, at(key), place, node));
    }

    /** The mappings below all keys of this section, in the order of the file. */
    Map<String, Section> named(Read<String> name) {
        Map<String, Section> named = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            scalar(entry.getKeyNode(), at(key), name);
            named.put(key, section(key));
        });
        if (written && !broken && clean && entries.isEmpty()) {
            problems.add(mark, path, "is empty: add at least one entry, or remove the key to get the defaults");
        }
        return named;
    }

    /** Reports a problem at the value of a key, or at this section when the key is missing. */
    void problem(String key, String message) {
        Node node = node(key);
        problems.add(node == null ? mark : node.getStartMark(), at(key), message);
    }

    /** Reports a problem of the whole section. Does nothing when one of its values was reported already. */
    void problem(String message) {
        if (clean && !broken) {
            problems.add(mark, path, message);
        }
    }

    /** Accepts all keys, because a reported problem already explains why they cannot be read. */
    void ignoreOthers() {
        known.addAll(entries.keySet());
    }

    /**
     * Reports the keys of this section and its subsections that were not read, because they are unknown. Call it last.
     */
    void end() {
        sections.values().forEach(Section::end);
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.add(
                        entry.getKeyNode().getStartMark(),
                        at(key),
                        "unknown key " + Read.quoted(key) + Nearest.hint(key, known) + "; allowed: "
                                + String.join(", ", known));
            }
        });
    }

    private @Nullable Node node(String key) {
        known.add(key);
        NodeTuple entry = entries.get(key);
        return entry == null ? null : entry.getValueNode();
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private <T> Optional<T> scalar(Node node, String where, Read<T> read) {
        if (!(node instanceof ScalarNode scalar) || isNull(node)) {
            clean = false;
            wrongType(node, where, read.allowed());
            return Optional.empty();
        }
        String text = scalar.getValue();
        try {
            return Optional.of(read.parse().apply(text));
        } catch (IllegalArgumentException e) {
            clean = false;
            String shown =
                    read.secret().test(text) ? "the value (not shown, because it may be a secret)" : Read.quoted(text);
            problems.add(node.getStartMark(), where, shown + " " + e.getMessage() + "; allowed: " + read.allowed());
            return Optional.empty();
        }
    }

    private void wrongType(Node node, String where, String allowed) {
        String shown = switch (node) {
            case ScalarNode scalar when isNull(scalar) -> "found no value";
            case ScalarNode _ -> "found a single value";
            case SequenceNode _ -> "found a list";
            default -> "found a mapping";
        };
        problems.add(node.getStartMark(), where, shown + "; allowed: " + allowed);
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
