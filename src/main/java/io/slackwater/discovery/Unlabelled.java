package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reports unprotected data of services without the label {@code slackwater.enable}. Pure. */
final class Unlabelled {

    private Unlabelled() {}

    /** @param covered sources that a protected workload captures */
    static void look(
            Service service,
            Labels labels,
            MountRules rules,
            KindRecognition recognition,
            Set<Path> covered,
            Coverage coverage) {
        Container container = service.container();
        List<String> data = new ArrayList<>();
        List<String> shared = new ArrayList<>();
        for (Mount mount : TreeFinder.sorted(container)) {
            Optional<MountRules.Refusal> refusal = rules.refusal(container, mount, Destinations.NONE);
            boolean counts = refusal.isEmpty() || refusal.get().severity() == Uncovered.Severity.ALARM;
            if (mount.writable() && counts) {
                (covered.contains(mount.source().normalize()) ? shared : data).add(TreeFinder.subject(mount));
            }
        }
        Optional<String> database = database(container, recognition);
        String state = labels.any() ? "it has slackwater labels but not slackwater.enable=true" : "it has no label";
        String remedy = "label the service slackwater.enable: \"true\", or \"false\" when its data need no backup";
        if (!data.isEmpty() || (database.isPresent() && shared.isEmpty())) {
            coverage.alarm(
                    service.id(),
                    service.subject(),
                    state
                            + (data.isEmpty() ? "" : "; it writes to " + String.join(", ", data))
                            + database.map(what -> "; it is " + what).orElse(""),
                    remedy);
        } else if (labels.any()) {
            coverage.alarm(service.id(), service.subject(), state, remedy);
        } else if (!shared.isEmpty()) {
            coverage.note(
                    service.id(),
                    service.subject(),
                    "has no label; what it writes to is captured with another workload: " + String.join(", ", shared),
                    "nothing");
        } else if (!container.mounts().isEmpty()) {
            coverage.note(
                    service.id(),
                    service.subject(),
                    "has no label, and nothing mounted that it could keep data in",
                    "nothing");
        }
    }

    private static Optional<String> database(Container container, KindRecognition recognition) {
        return recognition.of(container, Optional.empty()) instanceof KindRecognition.Recognition.Known known
                ? Optional.of(known.product()
                        .orElseGet(() -> "of the kind " + known.kind().profile().kind()))
                : Optional.empty();
    }
}
