package io.slackwater.discovery;

import java.util.List;

/** Notes each valid label that has no effect here, so that no label is ignored silently. */
final class LabelNotes {

    private LabelNotes() {}

    static void look(Service service, KindProfile kind, Labels labels, Coverage coverage, List<String> because) {
        labels.freezeMax()
                .ifPresent(max -> because.add(
                        "frozen for " + max.toSeconds() + " s at most: by the label slackwater.freeze.max"));
        if (!labels.exec().isEmpty()) {
            String names = labels.exec().keySet().stream()
                    .sorted()
                    .map(part -> "slackwater.exec." + part)
                    .collect(java.util.stream.Collectors.joining(", "));
            if (kind.ofServers()) {
                coverage.note(
                        service.id(),
                        service.subject(),
                        names + " has no effect: the kind " + kind.kind() + " has its own dump",
                        "remove the label");
            } else {
                coverage.alarm(
                        service.id(),
                        service.subject(),
                        "its own dump command is not supported in this version (" + names
                                + "): only its files are copied",
                        "remove the label when a copy of its volumes is enough");
            }
        }
        labels.group()
                .ifPresent(group -> coverage.alarm(
                        service.id(),
                        service.subject(),
                        "workloads of a group are not frozen together in this version (slackwater.group=" + group
                                + "): each is copied by itself",
                        "remove the label when that is enough"));
        if (labels.drill().isPresent() || labels.drillSql().isPresent()) {
            because.add("slackwater.drill is for restore drills, which this version does not run");
        }
        if (!labels.databases().isEmpty() && !kind.labels().contains("slackwater.databases")) {
            useless(service, "slackwater.databases", kind, coverage);
        }
        if (!kind.labels().contains("slackwater.user")
                && (labels.user().isPresent()
                        || labels.passwordEnv().isPresent()
                        || labels.passwordFile().isPresent())) {
            useless(service, "slackwater.user and slackwater.password", kind, coverage);
        }
    }

    private static void useless(Service service, String label, KindProfile kind, Coverage coverage) {
        coverage.note(
                service.id(),
                service.subject(),
                label + " has no effect on the kind " + kind.kind(),
                "remove the label");
    }
}
