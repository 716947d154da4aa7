package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Inspects one service: whether to protect it, its kind, and its datasets. */
final class WorkloadLook {

    private final Policy policy;
    private final NeverFrozen never;
    private final TreeFinder trees;
    private final Kinds<?> kinds;
    private final KindProbe probe;
    private final Execs execs;
    private final Coverage coverage;

    WorkloadLook(
            Policy policy,
            NeverFrozen never,
            TreeFinder trees,
            Kinds<?> kinds,
            KindProbe probe,
            Execs execs,
            Coverage coverage) {
        this.policy = policy;
        this.never = never;
        this.trees = trees;
        this.kinds = kinds;
        this.probe = probe;
        this.execs = execs;
        this.coverage = coverage;
    }

    /** The result for the service: protected, or unprotected with the reason. */
    public sealed interface Result {
        record Protected(Draft draft) implements Result {}

        /** Carries no {@code slackwater.enable}: whether that is a hole depends on what its mounts are to the others. */
        record Unlabelled(Labels labels) implements Result {}

        /** Everything is said. */
        record Settled() implements Result {}
    }

    private static final Result SETTLED = new Result.Settled();

    Result look(Service service) throws DockerException, InterruptedException {
        Container container = service.container();
        // Backrest and Slackwater's own containers are no workloads. A repository server is a workload.
        Optional<String> part =
                never.ours(container) || NeverFrozen.isBackrest(container) ? never.reason(container) : Optional.empty();
        if (part.isPresent()) {
            coverage.note(
                    service.id(),
                    service.subject(),
                    "not captured: " + part.get(),
                    container.project().isEmpty()
                            ? "keep the command that started it: it belongs to no Compose project, so no config dataset holds its settings"
                            : "nothing: the config dataset of project " + container.project() + " holds its settings");
            return SETTLED;
        }
        return switch (LabelParser.parse(container.labels(), policy.planNames(), kinds)) {
            case Labels.Parsed.Invalid invalid -> {
                invalid.problems().forEach(problem -> problem(service, problem, invalid.enable()));
                yield SETTLED;
            }
            case Labels.Parsed.Valid valid -> look(service, container, valid.labels());
        };
    }

    private Result look(Service service, Container container, Labels labels)
            throws DockerException, InterruptedException {
        boolean all = policy.protect() == Policy.Protect.ALL;
        if (labels.enable().equals(Optional.of(false))) {
            coverage.note(service.id(), service.subject(), "left out by the label slackwater.enable=false", "nothing");
            return SETTLED;
        }
        if (labels.enable().isEmpty() && !all) {
            return new Result.Unlabelled(labels);
        }
        List<String> because = new ArrayList<>();
        because.add(
                labels.enable().isPresent()
                        ? "protected: label slackwater.enable=true"
                        : "protected: the policy says protect: all");
        return recognised(service, container, labels, because);
    }

    private Result recognised(Service service, Container container, Labels labels, List<String> because)
            throws DockerException, InterruptedException {
        Recognised recognised = recognise(container, labels, because);
        DiscoverableKind kind = recognised.kind();
        KindProfile profile = kind.profile();
        if (!profile.ofServers() && container.mounts().isEmpty()) {
            if (labels.enable().isPresent()) {
                coverage.alarm(
                        service.id(),
                        service.subject(),
                        "labelled, but it is no database that we know and has no volume or directory mounted",
                        "mount a volume where its data are, name its kind by the label slackwater.kind, or remove the label");
            }
            return SETTLED;
        }
        if (service.awake() > 1) {
            coverage.alarm(
                    service.id(),
                    service.subject(),
                    service.awake() + " containers of it run, and which of them holds the data is not ours to guess",
                    "run one replica, or move the data into a service of its own; the label slackwater.enable:"
                            + " \"false\" says that nothing here needs a backup");
            return SETTLED;
        }
        Optional<Labels.Problem> method = MethodRules.problem(profile, labels.method());
        if (method.isPresent()) {
            problem(service, method.get(), labels.enable());
            return SETTLED;
        }
        Optional<PlanChoice> plan = PlanChoice.of(profile.kind(), labels.plan(), policy);
        if (plan.isEmpty()) {
            coverage.alarm(
                    service.id(),
                    service.subject(),
                    "no plan of the policy takes the kind " + profile.kind(),
                    PlanChoice.remedy(profile.kind(), policy));
            return SETTLED;
        }
        because.add(plan.get().because());
        LabelNotes.look(service, profile, labels, coverage, because);
        copied(service, recognised, labels);
        InspectionResult findings = kind.inspect(new Inspection(service, profile, labels, plan.get(), coverage, execs));
        because.addAll(findings.signIn().because());
        List<Candidate> candidates = trees.find(service.id(), container, profile, labels, findings, coverage);
        return new Result.Protected(
                new Draft(service.id(), container, labels, kind, plan.get(), findings, candidates, because));
    }

    private record Recognised(DiscoverableKind kind, Optional<String> product) {}

    private Recognised recognise(Container container, Labels labels, List<String> because)
            throws DockerException, InterruptedException {
        return switch (new KindRecognition(kinds).of(container, labels.kind())) {
            case KindRecognition.Recognition.Known known -> {
                because.addAll(known.because());
                yield new Recognised(known.kind(), known.product());
            }
            case KindRecognition.Recognition.Unsure unsure -> {
                because.addAll(unsure.because());
                Optional<KindProbe.Found> found = probe.ask(container);
                if (found.isPresent()) {
                    because.add(found.get().because());
                    yield new Recognised(found.get().kind(), Optional.empty());
                }
                if (!container.running() && !unsure.hints().isEmpty()) {
                    DiscoverableKind guess = unsure.hints().getFirst();
                    because.add("kind " + guess.profile().kind()
                            + ": it does not run and cannot be asked, but looks like it");
                    yield new Recognised(guess, Optional.empty());
                }
                because.add("kind " + kinds.last().profile().kind() + ": it is no service that we know better");
                yield new Recognised(kinds.last(), Optional.empty());
            }
        };
    }

    private void copied(Service service, Recognised recognised, Labels labels) {
        recognised.product().ifPresent(product -> {
            boolean hot = labels.method().equals(Optional.of(Method.HOT));
            coverage.alarm(
                    service.id(),
                    service.subject(),
                    product + " is only copied " + (hot ? "while in use" : "while frozen") + "; there is no dump of it",
                    "the label slackwater.kind: \""
                            + recognised.kind().profile().kind() + "\" says that such a copy is enough");
        });
    }

    private void problem(Service service, Labels.Problem problem, Optional<Boolean> enable) {
        String reason =
                problem.message() + " in container " + service.container().name();
        if (enable.equals(Optional.of(false))) {
            coverage.note(service.id(), service.subject(), reason + "; it is left out anyway", problem.remedy());
        } else {
            coverage.alarm(service.id(), service.subject(), reason, problem.remedy());
        }
    }
}
