package io.slackwater.backrest.reconcile;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.client.QueueEvents;
import io.slackwater.journal.BackrestStore;
import io.slackwater.journal.QueuedBackups;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Restores Backrest's queue after a write. Loss prevented: each write of the configuration drops the queued backups, also a user's own.
 * The queue is noted before the write; each backup that vanished is queued again. The note stays until the next pass, because Backrest
 * applies a configuration in the background and Slackwater may be killed meanwhile. Dry runs are not restored: they store nothing.
 */
final class QueueWatch {

    private static final Logger LOG = Logger.getLogger(QueueWatch.class);

    /** Prunes, checks and scheduled backups are always pending; only operations due this soon count as work. */
    private static final Duration SOON = Duration.ofMinutes(1);

    /** More operations than a night of hundreds of datasets leaves; all open operations are among the newest. */
    private static final int NEWEST = 5_000;

    /** How long to wait until a resubmitted backup shows. */
    private static final Duration SHOWS = Duration.ofSeconds(10);

    /** How long Backrest takes to empty its queue after a write. */
    private static final Duration TAKEN_UP = Duration.ofSeconds(1);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final BackrestClient client;
    private final ProvisioningMemory memory;
    private final BackrestStore store;
    private final Clock clock;

    QueueWatch(BackrestClient client, ProvisioningMemory memory, Clock clock) {
        this.client = client;
        this.memory = memory;
        this.store = memory.store();
        this.clock = clock;
    }

    /**
     * Backrest's operations at one moment.
     *
     * @param work the running or next operation; empty when Backrest is idle
     * @param running the running operation
     * @param backup the running backup
     * @param newest the highest id
     */
    record Look(
            Optional<String> work,
            Optional<String> running,
            Optional<Operation> backup,
            List<Operation> queuedBackups,
            long newest) {}

    /** Why a plan must not store now. */
    @FunctionalInterface
    interface Guard {
        Optional<Conflict> forbidden(String plan) throws BackrestException, InterruptedException;
    }

    /** @param desired Slackwater's plans and repositories; operations that a user's schedule queues for them are not work */
    Look look(DesiredState desired) throws BackrestException, InterruptedException {
        Instant now = clock.instant();
        Instant horizon = now.plus(SOON);
        Optional<String> work = Optional.empty();
        Optional<String> running = Optional.empty();
        Optional<Operation> backup = Optional.empty();
        List<Operation> queued = new ArrayList<>();
        long newest = 0;
        for (Operation operation : client.operations(OperationQuery.all().last(NEWEST))) {
            newest = Math.max(newest, number(operation.id()));
            if (operation.remote() || scheduled(operation, desired, now)) {
                continue;
            }
            if (running.isEmpty() && operation.status() == OperationStatus.INPROGRESS) {
                running = Optional.of(words(operation));
            }
            if (operation.kind() == OperationKind.BACKUP && operation.status() == OperationStatus.INPROGRESS) {
                backup = Optional.of(operation);
            }
            if (work.isEmpty() && operation.busyUntil(horizon)) {
                work = Optional.of(words(operation));
            }
            if (operation.kind() == OperationKind.BACKUP
                    && !operation.dryRun()
                    && operation.status() == OperationStatus.PENDING) {
                queued.add(operation);
            }
        }
        return new Look(work, running, backup, List.copyOf(queued), newest);
    }

    /** An operation that a user's schedule queued for an entry of Slackwater. */
    private static boolean scheduled(Operation operation, DesiredState desired, Instant now) {
        return operation.status() == OperationStatus.PENDING
                && operation.started().isAfter(now)
                && ours(operation, desired);
    }

    private static boolean ours(Operation operation, DesiredState desired) {
        return ofRepository(operation)
                ? desired.repositories().containsKey(operation.repository())
                : desired.plans().containsKey(operation.plan());
    }

    private static boolean ofRepository(Operation operation) {
        return operation.plan().isEmpty() || operation.plan().startsWith("_");
    }

    private static String words(Operation operation) {
        return "%s of %s (%s)"
                .formatted(
                        operation
                                .kind()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', ' '),
                        ofRepository(operation) ? "repository " + operation.repository() : "plan " + operation.plan(),
                        operation.status() == OperationStatus.INPROGRESS ? "running" : "queued");
    }

    /** Notes the queue before the first write of a pass, so that a crash loses no queued backup. */
    void note(Look before) {
        if (before.queuedBackups().isEmpty() || store.queued().isPresent()) {
            return;
        }
        store.queued(Optional.of(new QueuedBackups(
                before.newest(),
                before.queuedBackups().stream().collect(Collectors.toMap(Operation::id, Operation::plan)))));
    }

    /** Notes the backups that were queued between the look and the write, and dropped by the write. */
    void noteLost(QueueEvents events, DesiredState desired) throws InterruptedException {
        Instant now = clock.instant();
        List<Operation> lost = events.lost(TAKEN_UP).stream()
                .filter(operation -> !operation.dryRun() && !scheduled(operation, desired, now))
                .toList();
        if (lost.isEmpty()) {
            return;
        }
        Optional<QueuedBackups> noted = store.queued();
        Map<String, String> plans =
                new HashMap<>(noted.map(QueuedBackups::plans).orElse(Map.of()));
        long newest = noted.map(QueuedBackups::newest).orElse(0L);
        for (Operation operation : lost) {
            plans.put(operation.id(), operation.plan());
            newest = Math.max(newest, number(operation.id()));
        }
        store.queued(Optional.of(new QueuedBackups(newest, plans)));
    }

    /**
     * Queues the noted backups again that vanished. A scheduled backup comes back by itself under a new id.
     *
     * @param guard refuses plans that must not run
     * @return the plans whose backup was queued again
     */
    List<String> settle(Guard guard) throws BackrestException, InterruptedException {
        Optional<QueuedBackups> noted = store.queued();
        if (noted.isEmpty()) {
            return List.of();
        }
        long newest = noted.get().newest();
        Map<String, List<String>> byPlan = new TreeMap<>();
        noted.get()
                .plans()
                .forEach((id, plan) ->
                        byPlan.computeIfAbsent(plan, one -> new ArrayList<>()).add(id));
        List<Operation> now = client.operations(OperationQuery.all().last(NEWEST));
        List<String> again = new ArrayList<>();
        byPlan.forEach((plan, ids) -> {
            long there = now.stream()
                    .filter(operation -> operation.kind() == OperationKind.BACKUP
                            && !operation.dryRun()
                            && operation.plan().equals(plan)
                            && (ids.contains(operation.id()) || number(operation.id()) > newest))
                    .count();
            if (there < ids.size()) {
                again.add(plan);
            }
        });
        long highest = now.stream()
                .mapToLong(operation -> number(operation.id()))
                .max()
                .orElse(newest);
        for (Iterator<String> plans = again.iterator(); plans.hasNext(); ) {
            String plan = plans.next();
            Optional<Conflict> forbidden = guard.forbidden(plan);
            forbidden.ifPresent(conflict -> LOG.warnf("not queued again plan=%s reason=\"%s\"", plan, conflict.what()));
            if (forbidden.isPresent() || !submit(plan, highest)) {
                plans.remove();
            }
        }
        store.queued(Optional.empty());
        return List.copyOf(again);
    }

    /** Waits for the start only: the call returns when the backup has ended, and never when the backup is dropped again. */
    private boolean submit(String plan, long newest) throws BackrestException, InterruptedException {
        Thread caller = Thread.ofVirtual().name("backrest-again-" + plan).start(() -> {
            try {
                client.backup(plan);
            } catch (BackrestException e) {
                LOG.warnf("a backup that was queued again plan=%s failed: %s", plan, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            for (long waited = 0; waited < SHOWS.toMillis(); waited += LOOK_EVERY.toMillis()) {
                boolean ended = caller.join(LOOK_EVERY);
                boolean shows = client.operations(OperationQuery.ofPlan(plan)).stream()
                        .anyMatch(operation -> operation.kind() == OperationKind.BACKUP
                                && !operation.dryRun()
                                && number(operation.id()) > newest);
                if (shows) {
                    LOG.infof(
                            "queued again plan=%s: a write of the configuration had thrown it out of Backrest's queue",
                            plan);
                    memory.audit(
                            "backrest-submit-again",
                            "plan " + plan,
                            "a write of the configuration had thrown it out of Backrest's queue");
                    return true;
                }
                if (ended) {
                    return false;
                }
            }
            return false;
        } finally {
            caller.interrupt();
        }
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
