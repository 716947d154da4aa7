package io.slackwater.discovery;

import io.slackwater.discovery.KindRecognition.Recognised;
import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Decides which services are protected, and lists the mounts that may become datasets. Alarms when a label requests
 * backups of a service that cannot be backed up. Used by one thread.
 */
record WorkloadDrafts(
        Policy policy,
        TreeFinder.Rules rules,
        Kinds<?> kinds,
        KindRecognition recognition,
        Execs execs,
        Coverage coverage,
        Found found) {

    /**
     * The collected results.
     *
     * @param candidates the mounts that may become datasets
     * @param unlabelled the services without the label {@code slackwater.enable}
     * @param wanted the services whose labels or policy request backups. Some cannot be backed up, but still keep rows
     *      in a database server
     */
    record Found(
            List<Draft> drafts, List<Candidate> candidates, List<Unlabelled> unlabelled, Map<Service, Labels> wanted) {

        Found() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
        }
    }

    /** Adds the services. The results have the order of the services. */
    void addAll(List<Service> services) throws DockerException, InterruptedException {
        Concurrently.answers(services, this::alone).forEach(this::take);
    }

    private WorkloadDrafts alone(Service service) throws DockerException, InterruptedException {
        WorkloadDrafts one = new WorkloadDrafts(policy, rules, kinds, recognition, execs, new Coverage(), new Found());
        one.add(service);
        return one;
    }

    private void take(WorkloadDrafts part) {
        coverage.addAll(part.coverage);
        found.drafts().addAll(part.found.drafts());
        found.candidates().addAll(part.found.candidates());
        found.unlabelled().addAll(part.found.unlabelled());
        found.wanted().putAll(part.found.wanted());
    }

    private void add(Service service) throws DockerException, InterruptedException {
        Container container = service.container();
        // Backrest and Slackwater's own containers are no workloads. A repository server is a workload.
        Optional<String> part = rules.never().isOwn(container) || NeverFrozen.isBackrest(container)
                ? rules.never().reason(container)
                : Optional.empty();
        if (part.isPresent()) {
            coverage.note(
                    service,
                    "not backed up: " + part.get(),
                    "nothing, if it belongs to a Compose project: the project's config dataset contains its settings;"
                            + " otherwise keep the command that started it");
            return;
        }
        Labels labels = LabelParser.parse(container.labels(), policy.plans().keySet(), kinds);
        if (!labels.problems().isEmpty()) {
            if (!labels.enable().equals(Optional.of(false))) {
                found.wanted().put(service, labels);
            }
            labels.problems().forEach(problem -> report(service, problem, labels.enable()));
        } else if (labels.enable().equals(Optional.of(false))) {
            coverage.note(service, "excluded by the label slackwater.enable=false", "nothing");
        } else if (labels.enable().isPresent()) {
            draft(service, labels, "protected: label slackwater.enable=true");
        } else if (policy.protect() == Policy.Protect.ALL) {
            draft(service, labels, "protected: the policy says protect: all");
        } else {
            found.unlabelled().add(new Unlabelled(service, labels));
        }
    }

    private void draft(Service service, Labels labels, String why) throws DockerException, InterruptedException {
        found.wanted().put(service, labels);
        Recognised recognised = recognition.of(service.container(), labels.kind());
        KindProfile profile = recognised.kind().profile();
        if (!profile.ofServers() && service.container().mounts().isEmpty()) {
            if (labels.enable().isPresent()) {
                coverage.alarm(
                        service,
                        "the service has the label slackwater.enable, but is no known database and mounts no volume or directory",
                        "mount a volume at its data directory, set its kind with the label slackwater.kind, or remove the label slackwater.enable");
            }
            return;
        }
        if (service.awake() > 1) {
            coverage.alarm(
                    service,
                    service.awake()
                            + " containers of this service run, and Slackwater cannot tell which container holds the data",
                    "run one replica, or move the data into its own service; the label slackwater.enable:"
                            + " \"false\" excludes the service from backups");
            return;
        }
        Optional<Method> method =
                labels.method().filter(chosen -> !profile.methods().contains(chosen));
        if (method.isPresent()) {
            report(service, wrong(method.get(), profile), labels.enable());
            return;
        }
        Optional<PlanChoice> plan = PlanChoice.of(profile.kind(), labels.plan(), policy);
        if (plan.isEmpty()) {
            coverage.add(service.id(), service.subject(), PlanChoice.none(profile.kind(), policy));
            return;
        }
        List<String> because = new ArrayList<>(List.of(why));
        because.addAll(recognised.because());
        because.add(plan.get().because());
        reportLabels(service, labels, because);
        reportCopy(service, recognised, labels);
        InspectionResult findings =
                recognised.kind().inspect(new Inspection(service, profile, labels, plan.get(), coverage, execs));
        because.addAll(findings.signIn().because());
        Draft draft = new Draft(service, labels, recognised.kind(), plan.get(), findings, because);
        found.drafts().add(draft);
        found.candidates().addAll(new TreeFinder(rules, draft, coverage).find());
    }

    private static Labels.LabelProblem wrong(Method method, KindProfile kind) {
        return new Labels.LabelProblem(
                "label slackwater.method=" + method.word() + " does not fit the kind " + kind.kind(),
                "allowed for the kind " + kind.kind() + ": auto, "
                        + String.join(
                                ", ", kind.methods().stream().map(Method::word).toList()));
    }

    /** Reports each valid label that has no effect on this service. */
    private void reportLabels(Service service, Labels labels, List<String> because) {
        labels.freezeMax()
                .ifPresent(max -> because.add(
                        "paused for " + max.toSeconds() + " s at most, by the label slackwater.freeze.max"));
        for (String label : List.of(CaptureCommands.PRE, CaptureCommands.POST)) {
            if (labels.raw().containsKey(label)) {
                because.add("the command of the label " + label + " runs in its container "
                        + (label.equals(CaptureCommands.PRE) ? "before" : "after") + " each capture");
            }
        }
        for (String label : new TreeSet<>(labels.raw().keySet())) {
            if (label.startsWith("slackwater.drill")) {
                coverage.note(service, label + " has no effect: this version runs no restore drills", "nothing");
            } else if (LabelParser.UNSUPPORTED.contains(label)) {
                coverage.alarm(service, label + " has no effect in this version", "remove the label");
            }
        }
    }

    /**
     * Alarms that a database has no dump and is only copied as files. The user confirms it with the label {@code
     * slackwater.kind}.
     */
    private void reportCopy(Service service, Recognised recognised, Labels labels) {
        boolean hot = labels.method().equals(Optional.of(Method.HOT));
        recognised
                .product()
                .ifPresent(product -> coverage.alarm(
                        service,
                        product + " is only copied as files " + (hot ? "while in use" : "while paused")
                                + ", because Slackwater has no dump for it",
                        "if such a copy is enough, set the label slackwater.kind: \""
                                + recognised.kind().profile().kind() + "\""));
    }

    private void report(Service service, Labels.LabelProblem problem, Optional<Boolean> enable) {
        String reason =
                problem.message() + " in container " + service.container().name();
        if (enable.equals(Optional.of(false))) {
            coverage.note(service, reason + "; slackwater.enable=false excludes it anyway", problem.remedy());
        } else {
            coverage.add(new Uncovered(
                    Uncovered.Severity.ALARM,
                    service.id(),
                    service.subject(),
                    reason,
                    problem.remedy() + (problem.remedy().endsWith("?") ? " Correct" : "; correct")
                            + " the label in the compose file, then run docker compose up -d",
                    Uncovered.Gap.LABEL));
        }
    }
}
