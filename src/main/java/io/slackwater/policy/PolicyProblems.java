package io.slackwater.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;

/** Collects the problems of one policy file. Not safe for use by several threads. */
final class PolicyProblems {

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
}
