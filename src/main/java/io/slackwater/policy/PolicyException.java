package io.slackwater.policy;

import java.util.List;
import java.util.stream.Collectors;

/** The policy file is invalid, or cannot be applied. Contains all problems; the message has one line for each. */
public class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;

    public PolicyException(List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    PolicyException(PolicyProblem problem, Throwable cause) {
        this(List.of(problem));
        initCause(cause);
    }

    /** The problems in the order of the file; never empty. */
    public List<PolicyProblem> problems() {
        return problems;
    }
}
