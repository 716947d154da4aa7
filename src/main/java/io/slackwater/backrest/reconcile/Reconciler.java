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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reconciles Backrest's configuration: read, compare, and write when something differs and Backrest is idle. Each write empties Backrest's
 * queue, so changes share one write. Loss prevented by the urgent write: a harmful edit would apply to the queued backups. For one thread
 * at a time.
 */
final class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    /** Instance, repositories, plans and a last look take four rounds; a concurrent write repeats a round. */
    private static final int MOST_ROUNDS = 8;

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
    private @Nullable Instant blockedSince;

    /** @param user for a Backrest without users; empty keeps its sign-in as it is */
    Reconciler(
            BackrestClient client,
            PolicyRepositories repositories,
            ProvisioningMemory memory,
            Clock clock,
            Optional<BackrestUser> user,
            UntrackedBackups backups) {
        this.client = client;
        this.memory = memory;
        this.store = memory.store();
        this.clock = clock;
        this.user = user;
        this.queue = new QueueWatch(client, memory, clock);
        this.edits = new EditWatch(client, store, backups);
        this.newRepositories = new NewRepositories(client, repositories, clock);
    }

    /** The progress of one pass. */
    private static final class Pass {
        private final DesiredState desired;
        private final Map<String, String> pinned = new TreeMap<>();
        private final List<Change> done = new ArrayList<>();
        private final Map<String, Conflict> refused = new TreeMap<>();
        private List<String> again = List.of();
        private Optional<String> work = Optional.empty();
        private Optional<Operation> running = Optional.empty();

        private Pass(DesiredState desired) {
            this.desired = desired;
        }

        private List<Conflict> conflicts(Decision decision) {
            Map<String, Conflict> all = new LinkedHashMap<>();
            decision.conflicts().forEach(conflict -> all.put(conflict.subject(), conflict));
            refused.values().forEach(conflict -> all.putIfAbsent(conflict.subject(), conflict));
            return List.copyOf(all.values());
        }

        private List<ObjectNode> addable(Decision decision) {
            return decision.missing().stream()
                    .filter(repository ->
                            !refused.containsKey(repository.path("id").asText()))
                    .toList();
        }
    }

    /**
     * One pass.
     *
     * @param released orphaned plans that may be removed
     * @throws BackrestException Backrest cannot be used now; the next pass continues from the writes so far
     */
    ReconcileOutcome reconcile(DesiredState desired, Set<String> released)
            throws BackrestException, InterruptedException {
        Pass pass = new Pass(desired);
        pin(pass);
        pass.again = queue.settle(plan -> forbidden(pass, plan));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Instant read = clock.instant();
            ObjectNode actual = client.config();
            Ownership owned = Ownership.read(store);
            Decision decision = ReconcileDecision.decide(desired, actual, owned, pass.pinned, released, user);
            if (decision.blocked()) {
                blockedSince = blockedSince == null ? clock.instant() : blockedSince;
                return new ReconcileOutcome.Blocked(blockedSince, decision.conflicts());
            }
            blockedSince = null;
            if (round == 0) {
                edits.look(actual, desired.plans().keySet());
            }
            settleRefusals(pass, decision);
            boolean wrote = write(pass, actual, decision);
            if (pass.work.isPresent()) {
                return busy(pass.work.get(), pass, decision);
            }
            if (!wrote) {
                busySince = null;
                edits.good(read);
                if (!desired.equals(remembered) || !decision.gone().isEmpty()) {
                    remember(desired, actual, owned, decision);
                    remembered = desired;
                }
                index(pass, actual);
                return ended(pass, decision);
            }
        }
        throw new BackrestException(
                Reason.CONFIG_CHANGED,
                200,
                "",
                "",
                "Backrest's configuration is still not as it should be after %d rounds; does somebody else write it all the time?"
                        .formatted(MOST_ROUNDS));
    }

    /** Why a plan of Slackwater must not run now; a user's plan always may. */
    private Optional<Conflict> forbidden(Pass pass, String plan) throws BackrestException, InterruptedException {
        ObjectNode wanted = pass.desired.plans().get(plan);
        if (wanted == null) {
            return Optional.empty();
        }
        String repository = wanted.path("repo").asText();
        String restic = pass.pinned.get(repository);
        return restic == null
                ? Optional.ofNullable(pass.refused.get(repository))
                : new Destination(
                                plan,
                                pass.desired.instance(),
                                repository,
                                uri(pass, repository),
                                restic,
                                Optional.ofNullable(pass.desired.repositories().get(repository))
                                        .map(entry -> Entries.of(wanted, entry)))
                        .conflict(client);
    }

    private static String uri(Pass pass, String repository) {
        ObjectNode wanted = pass.desired.repositories().get(repository);
        return wanted == null ? "" : wanted.path("uri").asText();
    }

    private void pin(Pass pass) throws InterruptedException {
        for (String id : pass.desired.repositories().keySet()) {
            Optional<Conflict> refusal = newRepositories.refused(id);
            NewRepositories.Answer answer = newRepositories.pin(id, refusal.isEmpty());
            if (answer.conflict() == null) {
                pass.pinned.put(id, answer.id());
            } else {
                pass.refused.put(id, answer.conflict());
            }
            refusal.ifPresent(conflict -> pass.refused.put(id, conflict));
        }
    }

    /** Ends the refusal of each repository that Backrest has now. */
    private void settleRefusals(Pass pass, Decision decision) {
        pass.pinned.keySet().stream()
                .filter(id -> decision.missing().stream()
                        .noneMatch(repository -> repository.path("id").asText().equals(id)))
                .forEach(id -> {
                    newRepositories.added(id);
                    pass.refused.remove(id);
                });
    }

    /** Returns whether the configuration may have changed. */
    private boolean write(Pass pass, ObjectNode actual, Decision decision)
            throws BackrestException, InterruptedException {
        boolean instanceFirst = actual.path("instance").asText().isEmpty();
        if (!instanceFirst && !decision.urgent()) {
            boolean added = false;
            for (ObjectNode repository : pass.addable(decision)) {
                added |= add(pass, repository);
                if (pass.work.isPresent()) {
                    return added;
                }
            }
            if (added) {
                return true;
            }
        }
        if (decision.config().isEmpty()) {
            return false;
        }
        return heard(pass, decision.urgent(), () -> {
            // AddRepo does not raise the modno: what somebody added while we looked would be lost without a trace.
            if (client.config().equals(actual)) {
                set(pass, decision);
            }
            return true;
        });
    }

    private interface Write {
        boolean write() throws BackrestException, InterruptedException;
    }

    /**
     * Follows the queue's events. Loss prevented: a backup that is queued between the look and the write would vanish.
     *
     * @param urgent whether the write does not wait for an idle Backrest
     */
    private boolean heard(Pass pass, boolean urgent, Write write) throws BackrestException, InterruptedException {
        try (QueueEvents events = client.queueEvents()) {
            if (!mayWrite(pass, urgent)) {
                return false;
            }
            boolean wrote;
            try {
                wrote = write.write();
            } catch (BackrestException e) {
                // Backrest may have applied the write in spite of the error.
                queue.noteLost(events, pass.desired);
                throw e;
            }
            queue.noteLost(events, pass.desired);
            return wrote;
        }
    }

    private boolean mayWrite(Pass pass, boolean urgent) throws BackrestException, InterruptedException {
        QueueWatch.Look look = queue.look(pass.desired);
        pass.running = look.backup();
        if (urgent) {
            look.work()
                    .ifPresent(work -> LOG.warnf("a harmful edit in Backrest is reverted at once work=\"%s\"", work));
        } else {
            pass.work = WriteDelay.tooLong(busySince, clock) ? look.running() : look.work();
        }
        if (pass.work.isEmpty()) {
            queue.note(look);
        }
        return pass.work.isEmpty();
    }

    private void set(Pass pass, Decision decision) throws BackrestException, InterruptedException {
        try {
            client.setConfig(decision.config().orElseThrow());
        } catch (BackrestException e) {
            if (e.reason() == Reason.CONFIG_CHANGED) {
                LOG.infof("Backrest's configuration changed while it was looked at: reading it again");
                return;
            }
            throw e;
        }
        decision.changes().forEach(change -> done(pass, change));
        pass.pinned.keySet().forEach(this::toIndex);
        if (decision.urgent() && pass.running.isPresent()) {
            edits.cancel(pass.running.get(), decision.changes());
        }
    }

    /** Returns whether the repository was added. */
    private boolean add(Pass pass, ObjectNode repository) throws BackrestException, InterruptedException {
        String id = repository.path("id").asText();
        NewRepositories.Answer answer = newRepositories.look(id, repository);
        if (answer.conflict() != null) {
            pass.refused.put(id, answer.conflict());
            return false;
        }
        return heard(pass, false, () -> add(pass, id, repository, answer.id()));
    }

    private boolean add(Pass pass, String id, ObjectNode repository, String restic)
            throws BackrestException, InterruptedException {
        toIndex(id);
        try {
            client.addRepo(repository);
        } catch (BackrestException e) {
            NewRepositories.Answer refusal = newRepositories.refuseOrThrow(id, e);
            if (refusal.conflict() != null) {
                pass.refused.put(id, refusal.conflict());
            }
            return false;
        }
        newRepositories.added(id);
        boolean known = Ownership.read(store).repositories().containsKey(id);
        done(
                pass,
                new Change(
                        known ? Action.PUT_BACK : Action.ADDED,
                        "repository " + id,
                        known ? "it was removed in Backrest" : "with the restic id " + restic));
        return true;
    }

    private void done(Pass pass, Change change) {
        pass.done.add(change);
        remembered = null;
        if (change.action() == Action.PUT_BACK) {
            store.reverted(Reverts.of(change, clock.instant()));
        }
        memory.audit("backrest-" + change.action().word(), change.subject(), change.detail());
        LOG.infof("backrest %s %s: %s", change.action().word(), change.subject(), change.detail());
    }

    /** Records Slackwater's entries with their fingerprints, because all of them are as desired now. */
    private void remember(DesiredState desired, ObjectNode actual, Ownership before, Decision decision) {
        Ownership now = new Ownership(before.repositories(), before.plans());
        decision.gone().forEach(now.plans()::remove);
        Map<String, ObjectNode> repositories = ReconcileDecision.byId(actual, "repos");
        desired.repositories().forEach((id, wanted) -> {
            ObjectNode is = repositories.get(id);
            if (is != null
                    && RepositoryShape.marked(is, wanted)
                    && ProtoJson.differences(is, wanted, RepositoryShape.FIELDS).isEmpty()) {
                now.repositories().put(id, Ownership.print(wanted));
            }
        });
        Map<String, ObjectNode> plans = ReconcileDecision.byId(actual, "plans");
        desired.plans().forEach((id, wanted) -> {
            ObjectNode is = plans.get(id);
            if (is != null
                    && ProtoJson.differences(is, wanted, PlanShape.FIELDS).isEmpty()) {
                now.plans().put(id, Ownership.print(wanted));
            }
        });
        now.write(store, before);
    }

    /** Has Backrest index the repository after the next good pass: its page would lack snapshots that were stored meanwhile. */
    void toIndex(String repository) {
        SortedSet<String> noted = store.toIndex();
        if (noted.add(repository)) {
            store.toIndex(noted);
        }
    }

    /** Indexes the noted repositories now, because a write drops a queued index operation. */
    private void index(Pass pass, ObjectNode actual) throws BackrestException, InterruptedException {
        SortedSet<String> noted = store.toIndex();
        if (noted.isEmpty()) {
            return;
        }
        for (String repository : noted) {
            String restic = pass.pinned.getOrDefault(repository, "");
            if (Destination.conflict(actual, repository, uri(pass, repository), restic)
                    .isPresent()) {
                // The conflict is listed; adding the repository again indexes it.
                continue;
            }
            try {
                client.indexSnapshots(repository);
            } catch (BackrestException e) {
                if (e.reason() != Reason.NOT_FOUND) {
                    throw e;
                }
                LOG.infof("repository %s is not in Backrest any more: its snapshots are not looked for", repository);
            }
        }
        store.toIndex(Set.of());
    }

    private ReconcileOutcome busy(String work, Pass pass, Decision decision) {
        Instant since = busySince == null ? clock.instant() : busySince;
        busySince = since;
        List<Conflict> conflicts = new ArrayList<>(pass.conflicts(decision));
        WriteDelay.conflict(decision.changes(), work, since, clock).ifPresent(conflicts::add);
        return new ReconcileOutcome.Busy(
                since, work, List.copyOf(pass.done), List.copyOf(conflicts), decision.orphans());
    }

    private static ReconcileOutcome ended(Pass pass, Decision decision) {
        List<Conflict> conflicts = pass.conflicts(decision);
        return pass.done.isEmpty() && pass.again.isEmpty()
                ? new ReconcileOutcome.InSync(conflicts, decision.orphans())
                : new ReconcileOutcome.Written(List.copyOf(pass.done), pass.again, conflicts, decision.orphans());
    }
}
