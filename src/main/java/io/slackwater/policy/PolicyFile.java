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

    /** No policy needs more. A larger file is a wrong file. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 20;
    private static final Mark START = new Mark("", 0, 0, 0, new int[0], 0);

    private PolicyFile() {}

    /**
     * Reads and validates the file. Without a time zone in the file, the system's zone applies.
     *
     * @throws PolicyException the file is invalid; contains every problem
     */
    public static Policy load(Path file) {
        return load(file, Map.of());
    }

    /**
     * Reads and validates the file, as {@link #load(Path)} does. Also checks the names of kinds.
     *
     * @param kinds every kind of service with its default plan; empty to accept any kind in the file
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
                            "does not exist; create it with at least `instance: my-stack`, or mount its directory"),
                    e);
        } catch (IOException e) {
            throw new PolicyException(
                    unreadable(file, "cannot be read (" + reason(e) + "); check the file and its mount"), e);
        }
        if (content.length > MAX_BYTES) {
            throw new PolicyException(
                    List.of(unreadable(file, "is larger than 1 MiB; check that it is the right file")));
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

    /**
     * Parses YAML into nodes with their positions, and reports invalid YAML. Constructs no objects, so that YAML tags
     * have no effect.
     */
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
                    START, "", encoding ? "is not UTF-8 text: save it in UTF-8" : "not valid YAML: " + e.getMessage());
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
