package io.slackwater.backrest.reconcile;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.client.RetryTimer;
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
 * Keeps our repositories and plans in Backrest's configuration, and nothing else in it. Safe for several threads; a pass may take
 * minutes when a repository is added, so give it a thread of its own.
 */
public final class BackrestProvisioning {

    private static final Logger LOG = Logger.getLogger(BackrestProvisioning.class);

    /** The subject of the conflict with a Backrest that cannot be used at all. */
    public static final String SUBJECT = "backrest";

    /** That these are over shows any answer of Backrest's; of all others only a pass with nothing left to write. */
    private static final Set<Reason> AWAY =
            EnumSet.of(Reason.UNREACHABLE, Reason.TIMEOUT, Reason.SIGN_IN, Reason.NOT_BACKREST);

    private static final String FAILED = "failed";

    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** Looking for one that is away costs nothing, and its first answer is to be noticed. */
    private static final Duration LONGEST_AWAY = Duration.ofSeconds(30);

    /** A Backrest that is too old shows only after a write, and each write empties its queue. */
    private static final Duration LONGEST_AFTER_WRITE = Duration.ofHours(1);

    private final PolicyRepositories repositories;
    private final ProvisioningMemory memory;
    private final BackrestView view;
    private final Clock clock;
    private final Reconciler reconciler;
    private final Reverts reverts;
    private final RetryTimer backoff;
    private final RetryTimer afterWrite;
    private final AwaitedPlans awaited;
    private volatile @Nullable ReconcileOutcome last;
    private volatile String failed;
    private @Nullable Made made;
    private String told = "";

    /** What the last desired state was made of: with hundreds of datasets that costs more than everything else of a pass. */
    private record Made(Policy policy, List<PlannedDataset> datasets, DesiredState desired) {}

    /**
     * Provisions one Backrest.
     *
     * @param user for a fresh Backrest; without, its sign-in is left as it is
     */
    public BackrestProvisioning(
            BackrestClient client,
            PolicyRepositories repositories,
            ProvisioningMemory memory,
            BackrestView view,
            Optional<BackrestUser> user,
            MadeBackups backups,
            Clock clock) {
        this.repositories = repositories;
        this.memory = memory;
        this.failed = memory.note(FAILED).orElse("");
        this.view = view;
        this.clock = clock;
        this.reconciler = new Reconciler(client, repositories, memory, clock, user, backups);
        this.reverts = new Reverts(memory);
        this.backoff = new RetryTimer(clock, LONGEST);
        this.afterWrite = new RetryTimer(clock, LONGEST_AFTER_WRITE);
        this.awaited = new AwaitedPlans(clock);
    }

    /** The last edits of ours in Backrest that were reverted, newest first; also those before a restart. */
    public List<Revert> reverts() {
        return reverts.list();
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
     * Whether a pass that ended so can tell that a subject's conflict is over when it found none: it cannot of what it did not look at,
     * and that is all of it when Backrest did not answer.
     */
    public boolean tells(ReconcileOutcome outcome, String subject) {
        return switch (outcome) {
            case ReconcileOutcome.InSync same -> true;
            case ReconcileOutcome.Written written -> true;
            // It still waits to write, and what keeps it from writing shows only then.
            case ReconcileOutcome.Busy busy ->
                !subject.equals(HeldUp.SUBJECT)
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

    /** The next process, too, has to know what would show that it is over. */
    private void remember(String reason) {
        if (!failed.equals(reason)) {
            failed = reason;
            memory.note(FAILED, reason);
        }
    }

    /**
     * One beat. Nothing is asked of a Backrest that failed a moment ago: the outcome is the last one then.
     *
     * @param datasets all that discovery found; never call it before discovery has looked at least once
     * @param released orphaned plans that may be removed: no snapshot of theirs is left, or an admin said so
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

    /** Once, however often it is looked at meanwhile. */
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
                ? new ReconcileOutcome.Unreachable(since, used.next(), conflicts)
                : new ReconcileOutcome.Blocked(since, used.next(), conflicts);
    }

    private static String remedy(BackrestException e) {
        return switch (e.reason()) {
            case UNREACHABLE, TIMEOUT ->
                "See that Backrest runs (docker compose ps backrest, docker compose logs backrest; a full disk ends it again and again, df -h tells) and that SLACKWATER_BACKREST_URL in .env is right; backups are made without it meanwhile.";
            case FAILED ->
                "See docker compose logs backrest, and whether its disk is full (df -h); it is tried again by itself.";
            case CONFIG_CHANGED ->
                "It is tried again by itself. When it stays: somebody saves in Backrest's page again and again.";
            case SIGN_IN ->
                "Backrest has no user slackwater, or it has another password than the file backrest.password among Slackwater's secrets, so nobody gets into its page either. In the stack's directory: docker compose stop backrest. Where Slackwater's sources are: scripts/backrest-setup.sh --directory STACK, with the stack's directory (without --directory when both are one). In the stack's directory: docker compose up -d --force-recreate backrest nginx. The script puts the user with that password into Backrest's config.json; all else stays there. A Backrest outside of this stack gets that user under Settings on its page. Backups are made without Backrest meanwhile.";
            case TOO_OLD ->
                "Update Backrest (BACKREST_IMAGE in .env, docker compose up -d backrest); until then the datasets are backed up without it.";
            case NOT_BACKREST -> "Correct SLACKWATER_BACKREST_URL in .env, then docker compose up -d slackwater.";
            case WRONG_KEY ->
                "Backrest has another key than secrets/keys: see that both containers mount the same directory, and remove the repository in Backrest's page, so that it is added again.";
            case NOT_FOUND ->
                "See that Backrest's container mounts the repositories at the same place as Slackwater's (/repos in the compose file).";
            case REFUSED ->
                "Backrest takes no change as long as its own configuration is not valid: open its page, correct the entry that it names, or remove it when it is not needed. Backups are made without it meanwhile.";
        };
    }
}
