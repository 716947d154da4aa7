package io.slackwater.discovery;

import java.util.List;

/** Says what a valid label does not do here, so that none is ignored silently. */
final class LabelNotes {

    private LabelNotes() {}

    static void look(Service service, Kind kind, Labels labels, Coverage coverage, List<String> because) {
        boolean postgres = kind.equals(Kind.POSTGRES);
        boolean dumped = postgres || kind.equals(Kind.REDIS);
        labels.freezeMax()
                .ifPresent(max -> because.add(
                        "frozen for " + max.toSeconds() + " s at most: by the label slackwater.freeze.max"));
        if (!labels.exec().isEmpty()) {
            String names = labels.exec().keySet().stream()
                    .sorted()
                    .map(part -> "slackwater.exec." + part)
                    .collect(java.util.stream.Collectors.joining(", "));
            if (dumped) {
                coverage.note(
                        service.id(),
                        service.subject(),
                        names + " has no effect: the kind " + kind + " has its own dump",
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
        if (!labels.databases().isEmpty() && !postgres) {
            useless(service, "slackwater.databases", kind, coverage);
        }
        if (!dumped
                && (labels.user().isPresent()
                        || labels.passwordEnv().isPresent()
                        || labels.passwordFile().isPresent())) {
            useless(service, "slackwater.user and slackwater.password", kind, coverage);
        }
        if (kind.equals(Kind.OPEN_WEBUI) && labels.method().equals(java.util.Optional.of(Method.HOT))) {
            coverage.alarm(
                    service.id(),
                    service.subject(),
                    "copied hot while its SQLite database is written: such a copy can be torn",
                    "remove the label slackwater.method, so that it is paused for the moment of the copy");
        }
    }

    private static void useless(Service service, String label, Kind kind, Coverage coverage) {
        coverage.note(
                service.id(), service.subject(), label + " has no effect on the kind " + kind, "remove the label");
    }
}
