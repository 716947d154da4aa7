package io.slackwater.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The policy file is invalid, or cannot be applied. Contains all problems; the message has one line for each. */
public class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;
    private final transient Optional<String> remedy;

    public PolicyException(List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
        this.remedy = Optional.empty();
    }

    /** For a valid file that the running process cannot apply. A check of the file alone does not find this problem. */
    PolicyException(PolicyProblem problem, String remedy) {
        super(problem.toString());
        this.problems = List.of(problem);
        this.remedy = Optional.of(remedy);
    }

    PolicyException(PolicyProblem problem, Throwable cause) {
        this(List.of(problem));
        initCause(cause);
    }

    /** The problems in the order of the file; never empty. */
    public List<PolicyProblem> problems() {
        return problems;
    }

    /** What the user must do; empty when correcting the file is enough. */
    public Optional<String> remedy() {
        return remedy;
    }
}
