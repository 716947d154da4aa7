package io.slackwater.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the policy file. */
public final class PolicyFile {

    /** Far more than any policy needs; a larger file is the wrong one. */
    private static final int MAX_BYTES = 1 << 20;

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
        try {
            if (Files.isDirectory(file)) {
                // Docker creates a directory for a bind mount without a source.
                throw unreadable(
                        file,
                        "is a directory, not a file; where it is mounted, create the file on the host first",
                        null);
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] content = in.readNBytes(MAX_BYTES + 1);
                if (content.length > MAX_BYTES) {
                    throw unreadable(file, "is larger than 1 MiB, so it is hardly a policy", null);
                }
                return content;
            }
        } catch (NoSuchFileException e) {
            throw unreadable(
                    file,
                    "does not exist; create it with at least `instance: my-stack`, or mount the directory that holds it",
                    e);
        } catch (AccessDeniedException e) {
            throw unreadable(file, "may not be read by this user; allow it with chmod or chown", e);
        } catch (IOException e) {
            throw unreadable(file, "cannot be read (" + e + "); check the file and its mount", e);
        }
    }

    static Policy parse(Path file, byte[] content, ZoneId systemZone, Map<String, String> kinds) {
        PolicyProblems problems = new PolicyProblems(file);
        Optional<Node> node = new YamlText(problems).compose(content);
        Mark start = new Mark("", 0, 0, 0, new int[0], 0);
        Section root = new Section(problems, "", start, node.orElse(null));
        Policy policy = new PolicyReader(systemZone, kinds).read(root);
        problems.throwIfAny();
        return policy;
    }

    /** A problem with a top-level key of a file that was read well, with its place. */
    static PolicyProblem problem(Path file, byte[] content, String key, String value, String message) {
        Optional<Node> root = new YamlText(new PolicyProblems(file)).compose(content);
        if (root.isPresent() && root.get() instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    Mark mark = entry.getValueNode().getStartMark();
                    return new PolicyProblem(file, mark.getLine() + 1, mark.getColumn() + 1, key, value, message);
                }
            }
        }
        return new PolicyProblem(file, 0, 0, key, value, message);
    }

    private static PolicyException unreadable(Path file, String why, @Nullable Throwable cause) {
        PolicyProblem problem = new PolicyProblem(file, 0, 0, "", "", "the policy file " + why);
        return cause == null ? new PolicyException(List.of(problem)) : new PolicyException(problem, cause);
    }
}
