package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A service without the label {@code slackwater.enable}. */
record Unlabelled(Service service, Labels labels) {

    /**
     * Reports the data of the service that is not backed up.
     *
     * @param covered the host paths that datasets of other workloads contain
     */
    void report(MountRules rules, KindRecognition recognition, Set<Path> covered, Coverage coverage) {
        Container container = service.container();
        List<String> data = new ArrayList<>();
        List<String> shared = new ArrayList<>();
        for (Mount mount : TreeFinder.sorted(container)) {
            Optional<MountRules.Refusal> refusal = rules.refusal(container, mount, Destinations.NONE);
            boolean counts = refusal.isEmpty() || refusal.get().severity() == Uncovered.Severity.ALARM;
            if (mount.writable() && counts) {
                (covered.contains(mount.source()) ? shared : data).add(Subject.text(mount));
            }
        }
        Optional<String> database = recognition
                .described(container)
                .map(known -> known.product()
                        .orElseGet(() -> "of the kind " + known.kind().profile().kind()));
        String state = labels.any()
                ? "the service has slackwater labels, but not slackwater.enable=true"
                : "the service has no label";
        String remedy = "label the service slackwater.enable: \"true\", or \"false\" when its data need no backup";
        if (!data.isEmpty() || (database.isPresent() && shared.isEmpty())) {
            coverage.alarm(
                    service,
                    state
                            + (data.isEmpty() ? "" : "; it writes to " + String.join(", ", data))
                            + database.map(product -> "; it is " + product).orElse(""),
                    remedy);
        } else if (labels.any()) {
            coverage.alarm(service, state, remedy);
        } else if (!shared.isEmpty()) {
            coverage.note(
                    service,
                    "has no label; its data are backed up with another workload: " + String.join(", ", shared),
                    "nothing");
        }
    }
}
