package io.slackwater.backrest.reconcile;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.client.QueueEvents;
import io.slackwater.journal.Journal;
import io.slackwater.journal.QueuedBackups;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Restores Backrest's queue after Slackwater wrote the configuration. Loss prevented: each write would drop the queued
 * backups, including those that users started. The queued backups are written to the journal before the write, and
 * missing ones are queued again after it. The record stays until the next pass, because Backrest applies a
 * configuration in the background. Slackwater may be killed meanwhile. Dry runs are not restored, because they store
 * nothing.
 */
record QueueWatch(BackrestClient client, Journal journal, Clock clock) {

    private static final Logger LOG = Logger.getLogger(QueueWatch.class);

    /**
     * Operations due within this time count as work. Later ones do not, because prunes, checks and scheduled backups
     * are always pending.
     */
    private static final Duration SOON = Duration.ofMinutes(1);

    /** How long Backrest takes to empty its queue after a write. */
    private static final Duration TAKEN_UP = Duration.ofSeconds(1);

    private static final String DROPPED = "a write of the configuration had dropped it from Backrest's queue";

    /**
     * Backrest's operations at one moment.
     *
     * @param work the running or next operation; empty when Backrest is idle
     * @param running the running operation; Backrest runs one at a time
     */
    record Look(Optional<Operation> work, Optional<Operation> running, List<Operation> operations) {}

    Look look() throws BackrestException, InterruptedException {
        Instant horizon = clock.instant().plus(SOON);
        List<Operation> operations = client.operations(OperationQuery.all().last(OperationQuery.A_NIGHT)).stream()
                .filter(operation -> !operation.remote())
                .toList();
        return new Look(
                operations.stream()
                        .filter(operation -> operation.busyUntil(horizon))
                        .findFirst(),
                operations.stream()
                        .filter(operation -> operation.status() == OperationStatus.INPROGRESS)
                        .findFirst(),
                operations);
    }

    /** Describes an operation in words. */
    static String words(Operation operation) {
        boolean ofRepository = operation.plan().isEmpty() || operation.plan().startsWith("_");
        return "%s of %s (%s)"
                .formatted(
                        operation.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        ofRepository
                                ? BackrestSubject.repository(operation.repository())
                                : BackrestSubject.plan(operation.plan()),
                        operation.status() == OperationStatus.INPROGRESS ? "running" : "queued");
    }

    /**
     * Records the queued backups before the first write of a pass. Loss prevented: a kill right after the write would
     * lose the queued backups.
     */
    void note(Look before, DesiredState desired) {
        if (journal.backrest().queued().isEmpty()) {
            add(
                    before.operations().stream()
                            .filter(operation -> operation.status() == OperationStatus.PENDING)
                            .toList(),
                    newest(before.operations()),
                    desired);
        }
    }

    /**
     * Records the backups that Slackwater's write of Backrest's configuration removed from the queue. They were queued
     * after Slackwater had read the queue.
     */
    void noteLost(QueueEvents events, DesiredState desired) throws InterruptedException {
        List<Operation> lost = events.lost(TAKEN_UP);
        add(lost, newest(lost), desired);
    }

    private void add(Collection<Operation> queued, long newest, DesiredState desired) {
        Optional<QueuedBackups> noted = journal.backrest().queued();
        Map<String, String> plans =
                new HashMap<>(noted.map(QueuedBackups::plans).orElse(Map.of()));
        queued.stream()
                .filter(operation -> isBackup(operation) && !scheduled(operation, desired))
                .forEach(operation -> plans.put(operation.id(), operation.plan()));
        if (!plans.isEmpty()) {
            journal.backrest()
                    .queued(Optional.of(new QueuedBackups(
                            Math.max(newest, noted.map(QueuedBackups::newest).orElse(0L)), plans)));
        }
    }

    private static boolean isBackup(Operation operation) {
        return operation.kind() == OperationKind.BACKUP && !operation.dryRun();
    }

    /**
     * Whether the backup is planned for later because a user edited the plan's schedule. Slackwater undoes that edit.
     */
    private boolean scheduled(Operation operation, DesiredState desired) {
        return desired.plans().containsKey(operation.plan())
                && operation.started().isAfter(clock.instant());
    }

    private static long newest(List<Operation> operations) {
        return operations.stream().mapToLong(Operation::number).max().orElse(0);
    }

    /**
     * Queues the recorded backups again that are missing in the queue. Scheduled backups are left out, because Backrest
     * queues them itself under a new id.
     *
     * @return the plans whose backup was queued again
     */
    List<String> settle() throws BackrestException, InterruptedException {
        Optional<QueuedBackups> noted = journal.backrest().queued();
        if (noted.isEmpty()) {
            return List.of();
        }
        Map<String, String> plans = noted.get().plans();
        List<Operation> now = client.operations(OperationQuery.all().last(OperationQuery.A_NIGHT)).stream()
                .filter(QueueWatch::isBackup)
                .filter(operation -> plans.containsKey(operation.id())
                        || operation.number() > noted.get().newest())
                .toList();
        List<String> again = new ArrayList<>();
        for (String plan : new TreeSet<>(plans.values())) {
            long before = plans.values().stream().filter(plan::equals).count();
            long there = now.stream()
                    .filter(operation -> operation.plan().equals(plan))
                    .count();
            if (there < before && submit(plan)) {
                again.add(plan);
            }
        }
        journal.backrest().queued(Optional.empty());
        return again;
    }

    private boolean submit(String plan) throws InterruptedException {
        try {
            client.submit(plan);
        } catch (BackrestException e) {
            LOG.warnf("a dropped backup could not be queued again plan=%s reason=%s", plan, e.getMessage());
            return false;
        }
        LOG.infof("queued a backup in Backrest again plan=%s reason=\"%s\"", plan, DROPPED);
        journal.audit()
                .append(
                        "slackwater",
                        "backrest-submit-again",
                        BackrestSubject.plan(plan).toString(),
                        DROPPED);
        return true;
    }
}
