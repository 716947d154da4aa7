package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.ProtoJson;
import io.slackwater.backrest.client.QueueEvents;
import io.slackwater.backrest.reconcile.Change.Action;
import io.slackwater.backrest.reconcile.ReconcileDecision.Decision;
import io.slackwater.journal.BackrestStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes one pass: reads Backrest's configuration, compares it with the desired state, and writes it if something
 * differs and Backrest is idle. A write empties Backrest's queue, so several changes share one write. A harmful edit is
 * undone at once. Loss prevented: queued backups would run with that edit. For one thread at a time.
 */
final class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    /**
     * The most rounds of reading and writing in one pass. Instance, repositories, plans and a last reading need four;
     * another program's write repeats a round.
     */
    private static final int MOST_ROUNDS = 8;

    /** After this time a write waits only for the running operation. Queued backups are queued again afterwards. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final BackrestClient client;
    private final ProvisioningMemory memory;
    private final BackrestStore store;
    private final Clock clock;
    private final Optional<BackrestUser> user;
    private final QueueWatch queue;
    private final EditWatch edits;
    private final NewRepositories newRepositories;
    private @Nullable DesiredState remembered;
    private @Nullable Instant busySince;

    /**
     * @param user the user to create in a Backrest without users; empty creates none
     * @param settled records a backup that Backrest made by an edited plan; returns false when it cannot be judged yet
     */
    Reconciler(
            BackrestClient client,
            PolicyRepositories repositories,
            ProvisioningMemory memory,
            Clock clock,
            Optional<BackrestUser> user,
            Predicate<Operation> settled) {
        this.client = client;
        this.memory = memory;
        this.store = memory.store();
        this.clock = clock;
        this.user = user;
        this.queue = new QueueWatch(client, memory, clock);
        this.edits = new EditWatch(client, store, settled);
        this.newRepositories = new NewRepositories(client, repositories, clock);
    }

    /** The state of one pass. */
    private static final class Pass {
        private final DesiredState desired;
        private final Map<String, String> pinned = new TreeMap<>();
        private final List<Change> done = new ArrayList<>();
        private List<String> again = List.of();
        private Optional<Operation> work = Optional.empty();

        private Pass(DesiredState desired) {
            this.desired = desired;
        }
    }

    /**
     * Makes one pass.
     *
     * @param released plans without a dataset that may be removed
     * @param since when Backrest became unusable, for an outcome that reports this
     * @throws BackrestException Backrest cannot be used now; the next pass continues after the changes so far
     */
    ReconcileOutcome reconcile(DesiredState desired, Set<String> released, Instant since)
            throws BackrestException, InterruptedException {
        Pass pass = new Pass(desired);
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
                return new ReconcileOutcome.Blocked(since, decision.conflicts());
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
                if (!desired.equals(remembered)) {
                    remember(desired, actual, owned);
                    remembered = desired;
                }
                index();
                return pass.done.isEmpty() && pass.again.isEmpty()
                        ? new ReconcileOutcome.InSync(conflicts(decision), decision.orphans())
                        : new ReconcileOutcome.Written(
                                List.copyOf(pass.done), pass.again, conflicts(decision), decision.orphans());
            }
        }
        throw new BackrestException(
                Reason.CONFIG_CHANGED,
                "Backrest's configuration is still not as it should be after %d writes: another program may write it, or this Backrest drops fields that it does not know"
                        .formatted(MOST_ROUNDS));
    }

    /** Returns the repositories that Backrest does not have. */
    private static Set<String> notThere(Pass pass, Decision decision) {
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
    private boolean write(Pass pass, ObjectNode actual, Decision decision)
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
    private boolean writing(Pass pass, boolean urgent, Write write) throws BackrestException, InterruptedException {
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

    private boolean set(Pass pass, ObjectNode actual, Decision decision)
            throws BackrestException, InterruptedException {
        return writing(pass, decision.urgent(), running -> {
            // AddRepo does not raise the modno: a repository that a user added since the look would be lost.
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
    private boolean add(Pass pass, ObjectNode repository) throws BackrestException, InterruptedException {
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

    private void done(Pass pass, Change change) {
        pass.done.add(change);
        remembered = null;
        if (change.action() == Action.PUT_BACK) {
            store.reverted(change.revert(clock.instant()));
        }
        memory.audit("backrest-" + change.action().word(), change.subject().toString(), change.detail());
        LOG.infof("backrest %s %s: %s", change.action().word(), change.subject(), change.detail());
    }

    /** Records the fingerprints of Slackwater's entries. Call it when all entries are as desired. */
    private void remember(DesiredState desired, ObjectNode actual, Ownership before) {
        Ownership now = new Ownership(before.repositories(), before.plans());
        Map<String, ObjectNode> plans = ReconcileDecision.byId(actual, "plans");
        now.plans()
                .keySet()
                .removeIf(id -> !plans.containsKey(id)
                        && !desired.plans().containsKey(id)
                        && !desired.held().contains(id));
        remember(now.plans(), desired.plans(), plans, PlanShape.FIELDS);
        remember(
                now.repositories(),
                desired.repositories(),
                ReconcileDecision.byId(actual, "repos"),
                RepositoryShape.FIELDS);
        now.write(store, before);
    }

    private static void remember(
            Map<String, String> prints,
            Map<String, ObjectNode> desired,
            Map<String, ObjectNode> actual,
            List<String> fields) {
        desired.forEach((id, wanted) -> {
            ObjectNode is = actual.get(id);
            if (is != null && ProtoJson.differences(is, wanted, fields).isEmpty()) {
                prints.put(id, Ownership.print(wanted));
            }
        });
    }

    /**
     * Notes that Backrest must index the repository after the next pass. Its page would otherwise lack snapshots that
     * were stored meanwhile.
     */
    void toIndex(String repository) {
        SortedSet<String> noted = store.toIndex();
        if (noted.add(repository)) {
            store.toIndex(noted);
        }
    }

    /**
     * Asks Backrest to index the noted repositories. This must follow all writes, because a write drops a queued index
     * operation.
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
