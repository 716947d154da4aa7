package io.slackwater.backrest.callbacks;

import io.slackwater.backrest.client.DryRuns;
import io.slackwater.backrest.engine.CallbackSession;
import io.slackwater.backrest.engine.PendingCallbacks;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Source;
import io.slackwater.stream.CallbackHandler;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Answers the calls of Backrest's hooks and of the curl that reads a dump. A call goes to the run that expects it. Any
 * other call starts a run, or is refused at once with a reason. A call never waits for other runs.
 *
 * @param header the token that Backrest must send; read for each call, so that a changed token counts at once
 */
public record BackrestCallbacks(
        PendingCallbacks calls,
        BackupNow backupNow,
        InventoryBoard board,
        StreamHeader header,
        Judge judge,
        DryRuns dryRuns)
        implements CallbackHandler {

    private static final Logger LOG = Logger.getLogger(BackrestCallbacks.class);

    /**
     * The longest time for an answer. It is shorter than the timeout of the hooks' curl, so that the reason reaches
     * Backrest's page.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    /** Returns why Backrest must not store a dataset now; empty when it may. */
    @FunctionalInterface
    public interface Judge {
        Optional<Conflict> conflict(Dataset dataset) throws InterruptedException;
    }

    @Override
    public boolean knows(String authorization) {
        return header.matches(authorization);
    }

    @Override
    public Answer stream(String dataset) throws InterruptedException {
        return begin(dataset, false);
    }

    @Override
    public Answer hook(String dataset, String event) throws InterruptedException {
        Optional<Dataset> known = board.get().dataset(dataset);
        Optional<CallbackSession> session = calls.find(dataset);
        if (known.isEmpty() && session.isEmpty()) {
            return unknown(dataset);
        }
        if (event.equals("start")) {
            return dryRuns.running(dataset) ? dryRunOfTree(dataset) : begin(dataset, true);
        }
        if (event.equals("ready")) {
            return dryRuns.running(dataset) ? ready(Optional.empty()) : ready(refusal(dataset, session));
        }
        if (event.equals(DryRuns.EVENT)) {
            return dryRuns.running(dataset) ? dryRunOfStream(dataset) : new Answer(200, "ready");
        }
        session.ifPresent(CallbackSession::end);
        return new Answer(200, "done");
    }

    private static Optional<String> refusal(String dataset, Optional<CallbackSession> session)
            throws InterruptedException {
        return session.isPresent()
                ? session.get().ready(PATIENCE)
                : Optional.of("no run of dataset " + dataset + " expects this call now");
    }

    /** Answers restic, which reads the text as its exclude file: it ignores a comment, and fails at an open bracket. */
    private static Answer ready(Optional<String> refusal) {
        return refusal.map(reason -> new Answer(409, reason + " [")).orElse(new Answer(200, "# ready"));
    }

    private static Answer dryRunOfTree(String dataset) {
        LOG.infof("Backrest makes a dry run; no container is paused dataset=%s", dataset);
        return new Answer(
                200,
                "This is a dry run: it reads the current files. Slackwater pauses no container and records no run.");
    }

    private static Answer dryRunOfStream(String dataset) {
        LOG.infof("a dry run of Backrest was refused, because a dump has no dry run dataset=%s", dataset);
        return new Answer(
                DryRuns.REFUSED,
                "Slackwater refuses the dry run of dataset " + dataset
                        + ": the dataset is a dump, and restic would store it even in a dry run. Nothing was read. Press Backup Now for a backup.");
    }

    private Answer unknown(String dataset) {
        if (!board.looked()) {
            return new Answer(
                    503, "Slackwater has just started and has not surveyed Docker yet; try again in some seconds");
        }
        return new Answer(
                404,
                "there is no dataset " + dataset
                        + ": its container does not exist, or the name is wrong. If the container will not return, remove this plan in Backrest");
    }

    private Answer begin(String id, boolean tree) throws InterruptedException {
        Optional<Dataset> dataset = board.get().dataset(id);
        if (dataset.isPresent()) {
            Optional<Conflict> conflict = judge.conflict(dataset.get());
            if (conflict.isPresent()) {
                // Loss prevented: a backup into a wrong repository, or by an edited plan.
                return BackupNow.refused(
                        id, conflict.get().what() + " " + conflict.get().remedy());
            }
        }
        Optional<CallbackSession> expected = calls.find(id);
        if (expected.isPresent()) {
            return BackupNow.answer(expected.get().start(PATIENCE));
        }
        if (dataset.isEmpty()) {
            return unknown(id);
        }
        if (dataset.get().source() instanceof Source.Tree != tree) {
            return new Answer(
                    404, "dataset " + id + " is " + (tree ? "a dump, not a directory" : "a directory, not a dump"));
        }
        return backupNow.begin(dataset.get(), PATIENCE);
    }
}
