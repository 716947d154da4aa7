package io.slackwater.discovery;

import java.util.List;
import java.util.Optional;

/** Which methods a kind allows. Pure. */
final class MethodRules {

    private MethodRules() {}

    /** What is wrong with the label's method for this kind. */
    static Optional<Labels.Problem> problem(Kind kind, Optional<Method> chosen) {
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        Method method = chosen.get();
        boolean dumped = kind.equals(Kind.POSTGRES) || kind.equals(Kind.REDIS);
        List<String> allowed = dumped ? List.of("auto", "stream") : List.of("auto", "hot", "freeze");
        if (allowed.contains(method.word())) {
            return Optional.empty();
        }
        String label = "label slackwater.method=" + method.word();
        String allowedHere = "for the kind " + kind + " allowed are " + String.join(", ", allowed);
        if (method == Method.STOP && !dumped) {
            return Optional.of(new Labels.Problem(
                    "slackwater.method",
                    label + " is not available in this version: nothing is stopped for a backup yet",
                    allowedHere));
        }
        return Optional.of(new Labels.Problem(
                "slackwater.method",
                label
                        + (dumped
                                ? " does not fit: a " + kind + " server dumps itself, a copy of its files is no backup"
                                : " does not fit: the kind " + kind + " has no dump"),
                allowedHere));
    }
}
