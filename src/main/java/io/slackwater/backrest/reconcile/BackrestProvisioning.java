package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.QueueEvents;
import io.slackwater.backrest.reconcile.Change.Action;
import io.slackwater.backrest.reconcile.ReconcileDecision.Decision;
import io.slackwater.discovery.Dataset;
import io.slackwater.journal.BackrestStore;
import io.slackwater.journal.Journal;
import io.slackwater.policy.Policy;
import io.slackwater.repository.PolicyRepositories;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings Backrest's configuration to the desired state, one pass at a time. A pass reads the configuration, compares
 * it, and writes it if something differs and Backrest is idle. A write empties Backrest's queue, so several changes
 * share one write. A harmful edit is undone at once. Loss prevented: queued backups would run with that edit. A pass
 * that adds a repository takes minutes. Safe for use by several threads.
 */
public final class BackrestProvisioning {

    private static final Logger LOG = Logger.getLogger(BackrestProvisioning.class);

    /**
     * The most rounds of reading and writing in one pass. Instance, repositories, plans and a last reading need four;
     * another program's write repeats a round. Loss prevented: a pass that never ends, because Backrest drops a field.
     */
    private static final int MOST_ROUNDS = 8;

    /** After this time a write waits only for the running operation; see {@link #waitedLong}. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final BackrestClient client;
    private final PolicyRepositories repositories;
    private final BackrestView view;
    private final Journal journal;
    private final BackrestStore store;
    private final Clock clock;
    private final Supplier<Optional<BackrestUser>> user;
    private final QueueWatch queue;
    private final EditWatch edits;
    private final NewRepositories newRepositories;
    private final AwaitedPlans awaited;
    private volatile @Nullable ReconcileOutcome last;
    private @Nullable Instant busySince;

    /**
     * @param user returns the user to create in a Backrest without users; empty creates none
     * @param settled records a backup that Backrest made by an edited plan; returns false when it cannot be judged yet
     */
    public BackrestProvisioning(
            BackrestClient client,
            PolicyRepositories repositories,
            Journal journal,
            BackrestView view,
            Supplier<Optional<BackrestUser>> user,
            Predicate<Operation> settled,
            Clock clock) {
        this.client = client;
        this.repositories = repositories;
        this.view = view;
        this.journal = journal;
        this.store = journal.backrest();
        this.clock = clock;
        this.user = user;
        this.queue = new QueueWatch(client, journal, clock);
        this.edits = new EditWatch(client, store, settled);
        this.newRepositories = new NewRepositories(client, repositories, clock);
        this.awaited = new AwaitedPlans(clock, store);
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

    /** Returns the plans of the datasets and their repositories, as Backrest should have them. */
    public DesiredState desired(Policy policy, Collection<Dataset> datasets) {
        return DesiredState.of(policy, datasets, view, repositories);
    }

    /**
     * Makes one pass.
     *
     * @param datasets all existing datasets. Never call this before the first survey of Docker, because plans without a
     *     dataset may be removed
     * @param released plans without a dataset that may be removed
     */
    public synchronized ReconcileOutcome pass(Policy policy, Collection<Dataset> datasets, Set<String> released)
            throws InterruptedException {
        ReconcileOutcome before = last;
        ReconcileOutcome outcome;
        DesiredState desired = desired(policy, datasets);
        try {
            outcome = reconcile(desired, released);
        } catch (BackrestException e) {
            outcome = failed(e);
            desired.repositories().keySet().forEach(this::toIndex);
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
                BackrestSubject.of(BackrestSubject.SubjectKind.BACKREST), String.valueOf(e.getMessage()), e.remedy()));
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

    /** The state of one pass. */
    private static final class PassState {
        private final DesiredState desired;
        private final Map<String, String> pinned = new TreeMap<>();
        private final List<Change> done = new ArrayList<>();
        private List<String> again = List.of();
        private Optional<Operation> work = Optional.empty();

        private PassState(DesiredState desired) {
            this.desired = desired;
        }
    }

    private ReconcileOutcome reconcile(DesiredState desired, Set<String> released)
            throws BackrestException, InterruptedException {
        PassState pass = new PassState(desired);
        for (String id : desired.repositories().keySet()) {
            newRepositories.pin(id).ifPresent(restic -> pass.pinned.put(id, restic));
        }
        pass.again = queue.settle();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Instant read = clock.instant();
            ObjectNode actual = client.config();
            Ownership owned = Ownership.read(store);
            Decision decision = ReconcileDecision.decide(desired, actual, owned, pass.pinned, released, user);
            if (decision.blocked()) {
                return new ReconcileOutcome.Blocked(since(), decision.conflicts());
            }
            if (round == 0) {
                edits.look(actual, desired.plans().keySet());
            }
            newRepositories.keep(notThere(pass, decision));
            boolean wrote = write(pass, actual, decision);
            if (pass.work.isPresent()) {
                busySince = busySince == null ? clock.instant() : busySince;
                return new ReconcileOutcome.Busy(
                        busySince,
                        QueueWatch.words(pass.work.get()),
                        List.copyOf(pass.done),
                        conflicts(decision),
                        decision.orphans());
            }
            if (!wrote) {
                busySince = null;
                edits.good(read);
                owned.remember(store, desired, actual);
                index();
                return pass.done.isEmpty() && pass.again.isEmpty()
                        ? new ReconcileOutcome.InSync(conflicts(decision), decision.orphans())
                        : new ReconcileOutcome.Written(
                                List.copyOf(pass.done), pass.again, conflicts(decision), decision.orphans());
            }
        }
        throw new BackrestException(
                Reason.CONFIG_CHANGED,
                "Backrest's configuration is still not as it should be after %d writes: another program may change it, or this version of Backrest drops unknown fields"
                        .formatted(MOST_ROUNDS));
    }

    /** Returns the repositories that Backrest does not have. */
    private static Set<String> notThere(PassState pass, Decision decision) {
        Set<String> missing = new TreeSet<>(pass.desired.repositories().keySet());
        missing.removeAll(pass.pinned.keySet());
        decision.missing()
                .forEach(repository -> missing.add(repository.path("id").asText()));
        return missing;
    }

    private List<Conflict> conflicts(Decision decision) {
        Map<BackrestSubject, Conflict> all = new LinkedHashMap<>();
        decision.conflicts().forEach(conflict -> all.put(conflict.subject(), conflict));
        newRepositories.conflicts().forEach(conflict -> all.putIfAbsent(conflict.subject(), conflict));
        return List.copyOf(all.values());
    }

    /** Writes the changes. Returns whether the configuration may have changed. */
    private boolean write(PassState pass, ObjectNode actual, Decision decision)
            throws BackrestException, InterruptedException {
        boolean instanceFirst = actual.path("instance").asText().isEmpty();
        if (!instanceFirst && !decision.urgent()) {
            boolean added = false;
            for (ObjectNode repository : decision.missing()) {
                added |= add(pass, repository);
                if (pass.work.isPresent()) {
                    return added;
                }
            }
            if (added) {
                return true;
            }
        }
        return decision.config().isPresent() && set(pass, actual, decision);
    }

    private interface Write {
        boolean write(Optional<Operation> running) throws BackrestException, InterruptedException;
    }

    /**
     * Writes when Backrest is idle, and collects the queue's events meanwhile. Loss prevented: a backup that is queued
     * between the reading of the queue and the write would vanish.
     *
     * @param urgent whether the write does not wait until Backrest is idle
     */
    private boolean writing(PassState pass, boolean urgent, Write write)
            throws BackrestException, InterruptedException {
        try (QueueEvents events = client.queueEvents()) {
            QueueWatch.Look look = queue.look();
            if (!urgent) {
                pass.work = waitedLong() ? look.running() : look.work();
                if (pass.work.isPresent()) {
                    return false;
                }
            }
            queue.note(look, pass.desired);
            try {
                return write.write(look.running());
            } finally {
                // Backrest may have applied the write in spite of an error.
                queue.noteLost(events, pass.desired);
            }
        }
    }

    /**
     * Whether the write has waited for too long. Loss prevented: a plan that starts an operation every minute would
     * delay the correction of an edit forever.
     */
    private boolean waitedLong() {
        return busySince != null && !clock.instant().isBefore(busySince.plus(LONGEST_WAIT));
    }

    private boolean set(PassState pass, ObjectNode actual, Decision decision)
            throws BackrestException, InterruptedException {
        return writing(pass, decision.urgent(), running -> {
            // Backrest's AddRepo does not change the modno. Loss prevented: a repository that a user added meanwhile.
            if (!client.config().equals(actual)) {
                return true;
            }
            try {
                client.setConfig(decision.config().orElseThrow());
            } catch (BackrestException e) {
                if (e.reason() == Reason.CONFIG_CHANGED) {
                    return true;
                }
                throw e;
            }
            decision.changes().forEach(change -> done(pass, change));
            pass.pinned.keySet().forEach(this::toIndex);
            if (decision.urgent() && running.isPresent()) {
                edits.cancel(running.get(), decision.changes());
            }
            return true;
        });
    }

    /** Adds a repository to Backrest. Returns whether it was added. */
    private boolean add(PassState pass, ObjectNode repository) throws BackrestException, InterruptedException {
        String id = repository.path("id").asText();
        if (!newRepositories.due(id) || !newRepositories.mayAdd(id, repository)) {
            return false;
        }
        return writing(pass, false, running -> {
            toIndex(id);
            try {
                client.addRepo(repository);
            } catch (BackrestException e) {
                newRepositories.refuseOrThrow(id, e);
                return false;
            }
            boolean known = Ownership.read(store).repositories().containsKey(id);
            done(
                    pass,
                    new Change(
                            known ? Action.PUT_BACK : Action.ADDED,
                            BackrestSubject.repository(id),
                            known ? "it was removed in Backrest" : "with the restic id " + pass.pinned.get(id)));
            return true;
        });
    }

    private void done(PassState pass, Change change) {
        pass.done.add(change);
        if (change.action() == Action.PUT_BACK) {
            store.reverted(change.revert(clock.instant()));
        }
        journal.audit()
                .append(
                        "slackwater",
                        "backrest-" + change.action().word(),
                        change.subject().toString(),
                        change.detail());
        LOG.infof("backrest %s %s: %s", change.action().word(), change.subject(), change.detail());
    }

    /**
     * Notes that Backrest must index the repository after the next pass. Loss prevented: Backrest's page would lack
     * snapshots that were stored meanwhile.
     */
    private void toIndex(String repository) {
        SortedSet<String> noted = store.toIndex();
        if (noted.add(repository)) {
            store.toIndex(noted);
        }
    }

    /**
     * Asks Backrest to index the noted repositories. This must follow all writes, because a write drops a queued index
     * operation. Loss prevented: every pass would fail at a noted repository that Backrest no longer has.
     */
    private void index() throws BackrestException, InterruptedException {
        SortedSet<String> noted = store.toIndex();
        if (noted.isEmpty()) {
            return;
        }
        for (String repository : noted) {
            try {
                client.indexSnapshots(repository);
            } catch (BackrestException e) {
                if (e.reason() != Reason.NOT_FOUND) {
                    throw e;
                }
                LOG.infof("Backrest has no repository %s to index", repository);
            }
        }
        store.toIndex(Set.of());
    }
}
