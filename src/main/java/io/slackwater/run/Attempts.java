package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.DockerException;
import io.slackwater.freeze.Freezer;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.Limits;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Repository;
import io.slackwater.stream.StreamDesk;
import io.slackwater.trust.DamagedSnapshots;
import io.slackwater.trust.RepositoryAlarms;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Makes the right attempt for a dataset, with the workload's container of this moment. */
final class Attempts {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    private final Kinds<ServiceKind> kinds;
    private final Workloads workloads;
    private final Function<String, Repository> repositories;
    private final Storage storage;
    private final Freezer freezer;
    private final Journal journal;
    private final DamagedSnapshots damagedSnapshots;
    private final Path scratch;
    private final StreamDesk desk;
    private final StreamEndpoint endpoint;
    private final Supplier<Policy> policy;

    Attempts(RunEnvironment environment) {
        this.kinds = environment.kinds();
        this.workloads = new Workloads(environment.docker(), environment.inventory());
        this.repositories = environment.repositories();
        this.storage = new Storage(environment.journal(), environment.engine(), environment.clock());
        this.freezer = environment.freezer();
        this.journal = environment.journal();
        this.damagedSnapshots = new DamagedSnapshots(journal, new RepositoryAlarms(journal));
        this.scratch = environment.scratch();
        this.desk = environment.desk();
        this.endpoint = environment.endpoint();
        this.policy = environment.policy();
    }

    /** @throws Failed the dataset's plan or workload is not there */
    Attempt of(Dataset dataset, String run) throws Failed {
        Policy current = policy.get();
        PlanPolicy plan = current.plans().get(dataset.plan());
        if (plan == null) {
            throw new Failed(
                    "plan " + dataset.plan() + " of dataset " + dataset.id() + " is not in the policy; there are "
                            + String.join(", ", current.planNames()),
                    false,
                    EndCause.POLICY,
                    new IOException("no plan"));
        }
        Repository repository = repositories.apply(plan.repository());
        Workload workload = workload(dataset);
        if (dataset.source() instanceof Source.Tree tree) {
            return new TreeAttempt(
                    kinds.of(dataset.kind()),
                    dataset,
                    tree,
                    workload,
                    repository,
                    plan.verify(),
                    storage,
                    freezer,
                    journal,
                    damagedSnapshots,
                    scratch);
        }
        CaptureRequest request = new CaptureRequest(
                dataset,
                workload,
                run,
                current.limits().dump(),
                current.limits().lockWait(),
                current.limits().idle());
        Source.Stream stream = (Source.Stream) dataset.source();
        return new StreamAttempt(
                kinds.of(dataset.kind()).capture(stream), request, repository, plan.verify(), storage, desk, endpoint);
    }

    /** Ends what an earlier run may have left in the workload: a dump that nobody reads any more still holds its locks. */
    void sweep(Dataset dataset, String earlier) throws InterruptedException {
        if (!(dataset.source() instanceof Source.Stream stream)) {
            return;
        }
        try {
            Limits limits = policy.get().limits();
            kinds.of(dataset.kind())
                    .capture(stream)
                    .sweep(new CaptureRequest(
                            dataset, workload(dataset), earlier, limits.dump(), limits.lockWait(), limits.idle()));
        } catch (CaptureException | Failed e) {
            // The run itself will meet whatever is wrong there, and say so.
            LOG.warnf("leftovers stay dataset=%s run=%s reason=%s", dataset.id(), earlier, e.getMessage());
        }
    }

    private Workload workload(Dataset dataset) throws Failed {
        try {
            return workloads.now(dataset);
        } catch (DockerException e) {
            throw new Failed(e.getMessage(), e.transientFailure(), EndCause.SOURCE, e);
        }
    }
}
