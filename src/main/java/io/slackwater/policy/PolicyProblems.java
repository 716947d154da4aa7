package io.slackwater.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.Mark;

/** Collects the problems of one policy file. Not safe for use by several threads. */
final class PolicyProblems {

    private static final int SHOWN = 80;

    private final Path file;
    private final List<PolicyProblem> found = new ArrayList<>();

    PolicyProblems(Path file) {
        this.file = file;
    }

    void add(Mark mark, String path, String message) {
        found.add(new PolicyProblem(file, mark.getLine() + 1, mark.getColumn() + 1, path, message));
    }

    /** Throws if at least one problem was added. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new PolicyException(found.stream()
                    .sorted(Comparator.comparingInt(PolicyProblem::line).thenComparingInt(PolicyProblem::column))
                    .toList());
        }
    }

    /** A value for a message: in quotes, on one line, at most 80 characters. */
    static String quoted(String value) {
        String line = value.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c))
                .collect(Collectors.joining());
        return "'" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + "'";
    }
}
