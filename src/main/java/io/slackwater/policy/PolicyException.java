package io.slackwater.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The policy file cannot be used. Carries everything that is wrong with it; the message has one line a problem. */
public class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;
    private final transient Optional<String> remedy;

    public PolicyException(List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
        this.remedy = Optional.empty();
    }

    /** For a valid file that the running process cannot apply, which a check of the file does not find. */
    PolicyException(PolicyProblem problem, String remedy) {
        super(problem.toString());
        this.problems = List.of(problem);
        this.remedy = Optional.of(remedy);
    }

    PolicyException(PolicyProblem problem, Throwable cause) {
        this(List.of(problem));
        initCause(cause);
    }

    /** In the order of the file; never empty. */
    public List<PolicyProblem> problems() {
        return problems;
    }

    /** What to do, where that is not to correct the file and to check it. */
    public Optional<String> remedy() {
        return remedy;
    }
}
