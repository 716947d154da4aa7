package io.slackwater.policy;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.StreamReader;

/** Turns the bytes of the file into YAML nodes that know their places. Never constructs objects. */
final class YamlText {

    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 20;

    private final PolicyProblems problems;

    YamlText(PolicyProblems problems) {
        this.problems = problems;
    }

    /** The document's root; empty for an empty file. Throws {@link PolicyException} for invalid YAML. */
    Optional<Node> compose(byte[] content) {
        String text = decode(content);
        refuseUnprintable(text);
        try {
            refuseTagsAndBombs(text);
            problems.throwIfAny();
            return Optional.ofNullable(yaml().compose(new StringReader(text)));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            problems.add(
                    mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1, "", "", explain(e));
        } catch (YAMLException e) {
            problems.add(1, 1, "", "", "not valid YAML: " + e.getMessage());
        }
        problems.throwIfAny();
        throw new IllegalStateException("a YAML error was not recorded");
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH + 1);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        return new Yaml(options);
    }

    private String decode(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            problems.add(1, 1, "", "", "is not text in UTF-8: save it with that encoding");
            problems.throwIfAny();
            throw new IllegalStateException("an encoding error was not recorded", e);
        }
    }

    private void refuseUnprintable(String text) {
        int line = 1;
        int column = 1;
        for (int c : text.codePoints().toArray()) {
            if (!StreamReader.isPrintable(c)) {
                problems.add(line, column, "", "", "not valid YAML: the character U+%04X is not allowed".formatted(c));
                problems.throwIfAny();
            }
            line += c == '\n' ? 1 : 0;
            column = c == '\n' ? 1 : column + 1;
        }
    }

    private void refuseTagsAndBombs(String text) {
        int depth = 0;
        int aliases = 0;
        for (Event event : yaml().parse(new StringReader(text))) {
            String tag = tag(event);
            if (tag != null) {
                problems.add(
                        event.getStartMark(),
                        "",
                        tag,
                        PolicyProblems.quoted(tag) + " is a YAML tag; tags are not allowed, remove it");
            }
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > MAX_DEPTH) {
                problems.add(event.getStartMark(), "", "", "is nested deeper than " + MAX_DEPTH + " levels");
                return;
            }
            if (event instanceof AliasEvent && ++aliases > MAX_ALIASES) {
                problems.add(event.getStartMark(), "", "", "uses more than " + MAX_ALIASES + " aliases (*name)");
                return;
            }
        }
    }

    private static @Nullable String tag(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            default -> null;
        };
    }

    private static String explain(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : e.getContext();
        String problem = e.getProblem() == null ? "" : e.getProblem();
        String remedy = "";
        if (problem.contains("TAB")) {
            remedy = "; indent with spaces, not with tabs";
        } else if (context.contains("alias")) {
            remedy = "; a value that begins with '*', as a cron expression may, must be in quotes";
        }
        return "not valid YAML: " + problem + (context.isEmpty() ? "" : " " + context) + remedy;
    }
}
