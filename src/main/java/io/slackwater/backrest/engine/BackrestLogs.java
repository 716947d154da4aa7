package io.slackwater.backrest.engine;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.journal.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads what restic reported in the backups that Backrest made, from Backrest's own logs. */
public final class BackrestLogs {

    /** Among so many operations of a plan, an older backup is found. A backup has four operations. */
    private static final int SEARCHED = 1_000;

    /** How many bytes at the end of a log are read. */
    private static final int MOST = 64 * 1024;

    private final BackrestClient client;
    private final Duration limit;

    /** @param limit the longest wait for Backrest. The log of a backup in progress is read for a quarter of it */
    public BackrestLogs(BackrestClient client, Duration limit) {
        this.client = client;
        this.limit = limit;
    }

    /**
     * Returns the end of the log of the run's last backup in Backrest. It is empty when Backrest does not have the
     * backup, or no longer has its log.
     */
    public String of(RunRecord run) throws BackrestException, InterruptedException {
        FutureTask<String> reading = new FutureTask<>(() -> read(run));
        Thread.ofVirtual().name("backrest-log").start(reading);
        try {
            return reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new BackrestException(Reason.TIMEOUT, "Backrest did not answer within " + limit);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BackrestException reason) {
                throw reason;
            }
            throw new IllegalStateException("the log of run " + run.id() + " cannot be read", e.getCause());
        } finally {
            reading.cancel(true);
        }
    }

    private String read(RunRecord run) throws BackrestException, InterruptedException {
        Optional<Operation> backup = client
                .operations(OperationQuery.ofPlan(run.dataset()).last(SEARCHED))
                .stream()
                .filter(one -> one.kind() == OperationKind.BACKUP && !one.dryRun())
                .filter(one -> during(run, one))
                .filter(one -> !one.log().isEmpty())
                .reduce((_, later) -> later);
        if (backup.isEmpty()) {
            return "";
        }
        boolean ended = backup.get().status().ended();
        try {
            return client.log(backup.get().log(), ended ? limit : limit.dividedBy(4), MOST);
        } catch (BackrestException e) {
            if (e.reason() == Reason.TIMEOUT && !ended) {
                // A backup in progress may have logged nothing yet.
                return "";
            }
            throw e;
        }
    }

    /** Backrest may begin a backup before it calls Slackwater, so the times only have to overlap. */
    private static boolean during(RunRecord run, Operation backup) {
        Instant begun = run.started().orElse(run.queued());
        return run.ended().map(end -> !backup.started().isAfter(end)).orElse(true)
                && backup.ended().map(end -> !end.isBefore(begun)).orElse(true);
    }
}
