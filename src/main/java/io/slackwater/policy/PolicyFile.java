package io.slackwater.policy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.UnicodeReader;

/** Reads the policy file. */
public final class PolicyFile {

    /** Far more than any policy needs; a larger file is the wrong one. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 20;
    private static final Mark START = new Mark("", 0, 0, 0, new int[0], 0);

    private PolicyFile() {}

    /**
     * Reads and checks the file. Where it names no time zone, the system's holds.
     *
     * @throws PolicyException with every problem of the file
     */
    public static Policy load(Path file) {
        return load(file, Map.of());
    }

    /**
     * Like {@link #load(Path)}, and a plan may name only these kinds.
     *
     * @param kinds all kinds with their default plans; empty: any word is taken
     */
    public static Policy load(Path file, Map<String, String> kinds) {
        return parse(file, content(file), ZoneId.systemDefault(), kinds);
    }

    static byte[] content(Path file) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new PolicyException(
                    unreadable(
                            file,
                            "does not exist; create it with at least `instance: my-stack`, or mount the directory that holds it"),
                    e);
        } catch (IOException e) {
            throw new PolicyException(
                    unreadable(file, "cannot be read (" + reason(e) + "); check the file and its mount"), e);
        }
        if (content.length > MAX_BYTES) {
            throw new PolicyException(List.of(unreadable(file, "is larger than 1 MiB")));
        }
        return content;
    }

    static Policy parse(Path file, byte[] content, ZoneId systemZone, Map<String, String> kinds) {
        PolicyProblems problems = new PolicyProblems(file);
        Optional<Node> document = compose(content, problems);
        problems.throwIfAny();
        Policy policy =
                new PolicyReader(systemZone, kinds).read(new Section(problems, "", START, document.orElse(null)));
        problems.throwIfAny();
        return policy;
    }

    /** Nodes that know their places; no objects are constructed, so a tag has no effect. Reports invalid YAML. */
    private static Optional<Node> compose(byte[] content, PolicyProblems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        try {
            return Optional.ofNullable(new Yaml(options).compose(new UnicodeReader(new ByteArrayInputStream(content))));
        } catch (MarkedYAMLException e) {
            String context = e.getContext() == null ? "" : " " + e.getContext();
            problems.add(
                    Objects.requireNonNullElse(e.getProblemMark(), START),
                    "",
                    "not valid YAML: " + e.getProblem() + context);
        } catch (YAMLException e) {
            boolean encoding = e.getCause() instanceof CharacterCodingException;
            problems.add(
                    START,
                    "",
                    encoding
                            ? "is not text in UTF-8: save it with that encoding"
                            : "not valid YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    private static PolicyProblem unreadable(Path file, String why) {
        return new PolicyProblem(file, 0, 0, "", "the policy file " + why);
    }
}
