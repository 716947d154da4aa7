package io.slackwater.backrest.reconcile;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.client.RetryTimer;
import io.slackwater.journal.Revert;
import io.slackwater.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the passes over Backrest's configuration, with a backoff after failures. Safe for use by several threads; a pass that adds a
 * repository takes minutes.
 */
public final class BackrestProvisioning {

    private static final Logger LOG = Logger.getLogger(BackrestProvisioning.class);

    /** The subject of a Backrest that cannot be used at all. */
    public static final String SUBJECT = "backrest";

    /** Any answer of Backrest proves that these are over. For the others only a pass with nothing left to write does. */
    private static final Set<Reason> AWAY =
            EnumSet.of(Reason.UNREACHABLE, Reason.TIMEOUT, Reason.SIGN_IN, Reason.NOT_BACKREST);

    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** A look at an absent Backrest is cheap, and its return should show soon. */
    private static final Duration LONGEST_AWAY = Duration.ofSeconds(30);

    /** An outdated Backrest shows only after a write, and each write empties its queue. */
    private static final Duration LONGEST_AFTER_WRITE = Duration.ofHours(1);

    private final PolicyRepositories repositories;
    private final ProvisioningMemory memory;
    private final BackrestView view;
    private final Clock clock;
    private final Reconciler reconciler;
    private final RetryTimer backoff;
    private final RetryTimer afterWrite;
    private final AwaitedPlans awaited;
    private volatile @Nullable ReconcileOutcome last;
    private volatile String failed;
    private @Nullable Made made;
    private String told = "";

    /** The inputs of the last desired state. With hundreds of datasets building it costs more than the rest of a pass. */
    private record Made(Policy policy, List<PlannedDataset> datasets, DesiredState desired) {}

    /**
     * Reconciles one Backrest.
     *
     * @param user for a Backrest without users; empty keeps its sign-in as it is
     */
    public BackrestProvisioning(
            BackrestClient client,
            PolicyRepositories repositories,
            ProvisioningMemory memory,
            BackrestView view,
            Optional<BackrestUser> user,
            UntrackedBackups backups,
            Clock clock) {
        this.repositories = repositories;
        this.memory = memory;
        this.failed = memory.store().state().failure().orElse("");
        this.view = view;
        this.clock = clock;
        this.reconciler = new Reconciler(client, repositories, memory, clock, user, backups);
        this.backoff = new RetryTimer(clock, LONGEST);
        this.afterWrite = new RetryTimer(clock, LONGEST_AFTER_WRITE);
        this.awaited = new AwaitedPlans(clock);
    }

    /** The last edits in Backrest that were reverted, newest first; they survive a restart. */
    public List<Revert> reverts() {
        return memory.store().reverts();
    }

    /** How the last pass ended; empty before the first. */
    public Optional<ReconcileOutcome> last() {
        return Optional.ofNullable(last);
    }

    /**
     * Whether the first backup of a dataset waits because Backrest is about to get its plan. The wait lasts a minute at most.
     */
    public boolean awaits(String dataset) {
        return awaited.awaits(dataset, last());
    }

    /**
     * Whether this outcome proves that a subject without a conflict has none. Loss prevented: an alarm would end although its cause lasts,
     * because the pass did not look at it.
     */
    public boolean tells(ReconcileOutcome outcome, String subject) {
        return switch (outcome) {
            case ReconcileOutcome.InSync same -> true;
            case ReconcileOutcome.Written written -> true;
            // The write still waits; its obstacles show only when it is tried.
            case ReconcileOutcome.Busy busy ->
                !subject.equals(WriteDelay.SUBJECT)
                        && !subject.startsWith("repository ")
                        && (!subject.equals(SUBJECT) || mayBeOver());
            case ReconcileOutcome.Unreachable away -> false;
            case ReconcileOutcome.Blocked blocked -> subject.equals(SUBJECT) && mayBeOver();
        };
    }

    private boolean mayBeOver() {
        return failed.isEmpty()
                || AWAY.stream().anyMatch(reason -> reason.name().equals(failed));
    }

    /** The next process must know which answer ends the conflict. */
    private void remember(String reason) {
        if (!failed.equals(reason)) {
            failed = reason;
            memory.store().change(state -> state.withFailure(Optional.of(reason).filter(one -> !one.isEmpty())));
        }
    }

    /**
     * One pass. During the backoff after a failure it asks nothing and returns the last outcome.
     *
     * @param datasets all that discovery found; never call this before the first discovery
     * @param released orphaned plans that may be removed
     */
    public synchronized ReconcileOutcome pass(Policy policy, Collection<PlannedDataset> datasets, Set<String> released)
            throws InterruptedException {
        ReconcileOutcome before = last;
        if (before != null && !(backoff.due() && afterWrite.due())) {
            return before;
        }
        ReconcileOutcome outcome;
        DesiredState desired = desired(policy, List.copyOf(datasets));
        try {
            outcome = reconciler.reconcile(desired, released);
            backoff.succeeded();
            afterWrite.succeeded();
            told("");
            if (outcome instanceof ReconcileOutcome.InSync || outcome instanceof ReconcileOutcome.Written) {
                remember("");
            }
            awaited.passEnded(outcome, desired.plans().keySet());
        } catch (BackrestException e) {
            outcome = failed(e);
            last = outcome;
            desired.repositories().keySet().forEach(reconciler::toIndex);
            remember(e.reason().name());
            told(String.valueOf(e.getMessage()));
        }
        last = outcome;
        return outcome;
    }

    /** Logs a failure once while it lasts. */
    private void told(String trouble) {
        if (trouble.equals(told)) {
            return;
        }
        if (trouble.isEmpty()) {
            LOG.info("backrest: it can be used again");
        } else {
            LOG.warnf("backrest: %s", trouble);
        }
        told = trouble;
    }

    private DesiredState desired(Policy policy, List<PlannedDataset> datasets) {
        Optional<DesiredState> before = Optional.ofNullable(made)
                .filter(one -> one.policy().equals(policy) && one.datasets().equals(datasets))
                .map(Made::desired);
        DesiredState desired = DesiredState.of(policy, datasets, view, repositories, before);
        made = new Made(policy, datasets, desired);
        return desired;
    }

    private ReconcileOutcome failed(BackrestException e) {
        RetryTimer used = e.reason() == BackrestException.Reason.TOO_OLD ? afterWrite : backoff;
        if (e.reason() == BackrestException.Reason.UNREACHABLE) {
            used.failed(LONGEST_AWAY);
        } else {
            used.failed();
        }
        Instant since = used.since().orElseGet(clock::instant);
        List<Conflict> conflicts = List.of(new Conflict(SUBJECT, String.valueOf(e.getMessage()), remedy(e)));
        return e.canPassByItself()
                ? new ReconcileOutcome.Unreachable(since, conflicts)
                : new ReconcileOutcome.Blocked(since, conflicts);
    }

    private static String remedy(BackrestException e) {
        return switch (e.reason()) {
            case UNREACHABLE, TIMEOUT ->
                "See that Backrest runs (docker compose ps backrest, docker compose logs backrest; a full disk ends it again and again, df -h tells) and that SLACKWATER_BACKREST_URL in .env is right; backups are made without it meanwhile.";
            case FAILED ->
                "See docker compose logs backrest, and whether its disk is full (df -h). Slackwater retries.";
            case CONFIG_CHANGED ->
                "It is tried again by itself. When it stays, a user or a program keeps saving Backrest's configuration.";
            case SIGN_IN ->
                "Backrest has no user slackwater, or it has another password than the file backrest.password among Slackwater's secrets, so nobody gets into its page either. In the stack's directory: docker compose stop backrest. Where Slackwater's sources are: scripts/backrest-setup.sh --directory STACK, with the stack's directory (without --directory when both are one). In the stack's directory: docker compose up -d --force-recreate backrest nginx. The script puts the user with that password into Backrest's config.json; all else stays there. A Backrest outside of this stack gets that user under Settings on its page. Backups are made without Backrest meanwhile.";
            case TOO_OLD ->
                "Update Backrest (BACKREST_IMAGE in .env, docker compose up -d backrest). Until then the datasets are backed up without it.";
            case NOT_BACKREST -> "Correct SLACKWATER_BACKREST_URL in .env, then docker compose up -d slackwater.";
            case WRONG_KEY ->
                "Backrest has another key than secrets/keys: see that both containers mount the same directory. Then remove the repository on Backrest's page; Slackwater adds it again.";
            case NOT_FOUND ->
                "See that Backrest's container mounts the repositories at the same place as Slackwater's (/repos in the compose file).";
            case REFUSED ->
                "Backrest takes no change as long as its own configuration is not valid: correct or remove the named entry on its page. Until then backups are made without Backrest.";
        };
    }
}
