package io.slackwater.discovery;

import java.util.Optional;

/** Which methods a kind allows. Pure. */
final class MethodRules {

    private MethodRules() {}

    /** The problem of the label's method for this kind. */
    static Optional<Labels.Problem> problem(KindProfile kind, Optional<Method> chosen) {
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        Method method = chosen.get();
        if (kind.methods().contains(method)) {
            return Optional.empty();
        }
        String label = "label slackwater.method=" + method.word();
        String allowedHere = "for the kind " + kind.kind() + " allowed are auto, "
                + String.join(", ", kind.methods().stream().map(Method::word).toList());
        if (method == Method.STOP && !kind.ofServers()) {
            return Optional.of(new Labels.Problem(
                    "slackwater.method",
                    label + " is not available in this version: nothing is stopped for a backup yet",
                    allowedHere));
        }
        return Optional.of(new Labels.Problem(
                "slackwater.method",
                label
                        + (kind.ofServers()
                                ? " does not fit: a " + kind.kind()
                                        + " server dumps itself, a copy of its files is no backup"
                                : " does not fit: the kind " + kind.kind() + " has no dump"),
                allowedHere));
    }
}
