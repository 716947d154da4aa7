package io.slackwater.backrest.reconcile;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.client.Operation;
import io.slackwater.discovery.Dataset;
import io.slackwater.policy.Policy;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings Backrest's configuration to the desired state, one pass at a time. A pass that adds a repository takes
 * minutes. Safe for use by several threads.
 */
public final class BackrestProvisioning {

    private static final Logger LOG = Logger.getLogger(BackrestProvisioning.class);

    private final PolicyRepositories repositories;
    private final BackrestView view;
    private final Reconciler reconciler;
    private final Clock clock;
    private final AwaitedPlans awaited;
    private volatile @Nullable ReconcileOutcome last;
    private @Nullable Inputs inputs;
    private @Nullable DesiredState built;

    /**
     * The data from which the desired state is built. It is built again only when they change, because that costs more
     * than the rest of a pass.
     */
    private record Inputs(Policy policy, List<Dataset> datasets) {}

    /**
     * @param user the user to create in a Backrest without users; empty creates none
     * @param settled records a backup that Backrest made by an edited plan; returns false when it cannot be judged yet
     */
    public BackrestProvisioning(
            BackrestClient client,
            PolicyRepositories repositories,
            ProvisioningMemory memory,
            BackrestView view,
            Optional<BackrestUser> user,
            Predicate<Operation> settled,
            Clock clock) {
        this.repositories = repositories;
        this.view = view;
        this.reconciler = new Reconciler(client, repositories, memory, clock, user, settled);
        this.clock = clock;
        this.awaited = new AwaitedPlans(clock, memory.store());
    }

    /** Returns how the last pass ended; empty before the first. */
    public Optional<ReconcileOutcome> last() {
        return Optional.ofNullable(last);
    }

    /**
     * Whether the first backup of a dataset waits because Backrest is about to get its plan. The wait takes a minute at
     * most.
     */
    public boolean awaits(String dataset) {
        return awaited.awaits(dataset, last());
    }

    /**
     * Makes one pass.
     *
     * @param datasets all existing datasets; never call this before the first survey of Docker, because plans without a
     *     dataset may be removed
     * @param released plans without a dataset that may be removed
     */
    public synchronized ReconcileOutcome pass(Policy policy, Collection<Dataset> datasets, Set<String> released)
            throws InterruptedException {
        ReconcileOutcome before = last;
        ReconcileOutcome outcome;
        Inputs now = new Inputs(policy, List.copyOf(datasets));
        DesiredState desired = DesiredState.of(policy, datasets, view, repositories, now.equals(inputs) ? built : null);
        inputs = now;
        built = desired;
        try {
            outcome = reconciler.reconcile(desired, released, since());
        } catch (BackrestException e) {
            outcome = failed(e);
            desired.repositories().keySet().forEach(reconciler::toIndex);
            if (before == null || !before.conflicts().equals(outcome.conflicts())) {
                LOG.warnf("Backrest cannot be used reason=\"%s\"", e.getMessage());
            }
        }
        last = outcome;
        return outcome;
    }

    private ReconcileOutcome failed(BackrestException e) {
        Instant since = since();
        List<Conflict> conflicts = List.of(new Conflict(
                BackrestSubject.of(BackrestSubject.Kind.BACKREST), String.valueOf(e.getMessage()), remedy(e)));
        return e.canPassByItself()
                ? new ReconcileOutcome.Unreachable(since, conflicts)
                : new ReconcileOutcome.Blocked(since, conflicts);
    }

    /** Returns when the current series of failures began. */
    private Instant since() {
        return switch (last) {
            case ReconcileOutcome.Unreachable away -> away.since();
            case ReconcileOutcome.Blocked blocked -> blocked.since();
            case null, default -> clock.instant();
        };
    }

    private static String remedy(BackrestException e) {
        return switch (e.reason()) {
            case UNREACHABLE, TIMEOUT ->
                "Check that Backrest runs (docker compose ps backrest, docker compose logs backrest; a full disk stops it, see df -h) and that SLACKWATER_BACKREST_URL in .env is right. Until then backups are made without it.";
            case FAILED ->
                "See docker compose logs backrest, and whether its disk is full (df -h). Slackwater retries.";
            case CONFIG_CHANGED ->
                "Slackwater tries again. If this continues, a user or a program saves Backrest's configuration all the time.";
            case SIGN_IN ->
                "Backrest has no user slackwater, or it has another password than the file backrest.password among Slackwater's secrets, so its page refuses every sign-in, too. In the stack's directory: docker compose stop backrest. Where Slackwater's sources are: scripts/backrest-setup.sh --directory STACK, with the stack's directory (without --directory when both are one). In the stack's directory: docker compose up -d --force-recreate backrest nginx. The script puts the user with that password into Backrest's config.json; everything else stays. A Backrest outside of this stack gets that user under Settings on its page. Until then backups are made without Backrest.";
            case INCOMPATIBLE ->
                "Correct SLACKWATER_BACKREST_URL in .env, then docker compose up -d slackwater; no proxy may be in between. Or update Backrest (BACKREST_IMAGE in .env, docker compose up -d backrest). Until then backups are made without it.";
            case NOT_FOUND ->
                "See that Backrest's container mounts the repositories at the same place as Slackwater's (/repos in the compose file).";
            case REFUSED ->
                "Backrest takes no change as long as its own configuration is not valid: correct or remove the named entry on its page. Until then backups are made without Backrest.";
        };
    }
}
