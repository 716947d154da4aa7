package io.slackwater.discovery;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reports each valid label that has no effect here, so that no label is ignored silently. */
final class LabelNotes {

    private LabelNotes() {}

    static void look(Service service, KindProfile kind, Labels labels, Coverage coverage, List<String> because) {
        labels.freezeMax()
                .ifPresent(max -> because.add(
                        "frozen for " + max.toSeconds() + " s at most: by the label slackwater.freeze.max"));
        Set<String> ofKinds = new HashSet<>(SignInSearch.LABELS);
        ofKinds.add("slackwater.databases");
        for (String label : new TreeSet<>(labels.raw().keySet())) {
            if (label.startsWith("slackwater.drill")) {
                coverage.note(service, label + " has no effect: this version runs no restore drills", "nothing");
            } else if (LabelParser.UNSUPPORTED.contains(label)) {
                coverage.alarm(service, label + " has no effect in this version", "remove the label");
            } else if (ofKinds.contains(label) && !kind.labels().contains(label)) {
                coverage.note(service, label + " has no effect on the kind " + kind.kind(), "remove the label");
            }
        }
    }
}
