package io.slackwater.restore;

import io.slackwater.discovery.Dataset;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.ReplacedData;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import io.slackwater.kind.RestoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One restore in place. {@link #run} writes each step to the journal before the step begins. A failure at any step brings
 * the old data back. {@link #close} reports the end. For one thread.
 */
final class InPlaceRun implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(InPlaceRun.class);

    private final List<InPlaceRestores.Target> targets;
    private final List<Dataset> saved;
    private final Parts parts;
    private RestoreRecord restore;
    private State outcome = State.FAILED;
    private String message = "";
    private boolean undone;
    private String whyNot = "";

    /** What each restore uses. */
    record Parts(
            Journal journal,
            RestorableSnapshots snapshots,
            SafetyBackups safety,
            InPlaceRecovery recovery,
            RestoreHistory history) {}

    /** @param saved the live datasets to back up before */
    InPlaceRun(RestoreRecord restore, List<InPlaceRestores.Target> targets, List<Dataset> saved, Parts parts) {
        this.restore = restore;
        this.targets = List.copyOf(targets);
        this.saved = List.copyOf(saved);
        this.parts = parts;
    }

    /** Executes all steps. The plan was confirmed before. */
    void run() {
        try (AutoCloseable _ = this::undo) {
            save();
            prepare();
            check();
            exchange();
            confirm();
            finish();
        } catch (Exception | Error e) {
            message = RestoreFailure.words(restore.dataset(), e);
        }
    }

    /** Backs up the live data. Loss prevented: a restore of the wrong snapshot could not be taken back. */
    private void save() throws RestoreException, InterruptedException {
        begin(RestoreStep.SAVING);
        if (saved.isEmpty()) {
            return;
        }
        try {
            parts.safety().save(saved);
        } catch (RestoreException e) {
            throw new RestoreException(
                    "the live data could not be backed up before the restore: " + e.getMessage()
                            + ". If they are damaged, confirm a new plan with its phrase and \""
                            + RestorePlans.WITHOUT_SAFETY.strip()
                            + "\"; the old data are then kept beside the restored ones for "
                            + parts.recovery().kept().toHours() + " hours",
                    e);
        }
    }

    private void prepare() throws RestoreException, DockerException, InterruptedException {
        begin(RestoreStep.FILLING);
        for (ReplacedData data : data()) {
            InPlaceRestores.Target target = targets.get(data.position());
            try {
                parts.journal()
                        .replacedData()
                        .prepared(data, target.replacement().prepare());
            } catch (RestoreException e) {
                parts.snapshots().failed(target.snapshot(), e.failure(), String.valueOf(e.getMessage()));
                throw e;
            }
        }
    }

    private void check() throws RestoreException, DockerException, InterruptedException {
        begin(RestoreStep.CHECKING);
        for (InPlaceRestores.Target target : targets) {
            target.replacement().check();
        }
    }

    private void exchange() throws RestoreException, DockerException, InterruptedException {
        begin(RestoreStep.EXCHANGING);
        List<String> stops = new ArrayList<>();
        for (InPlaceRestores.Target target : targets) {
            stops.addAll(target.replacement().stops());
        }
        parts.recovery()
                .exchanges()
                .held()
                .hold(restore.id(), stops.stream().distinct().toList());
        for (ReplacedData data : data()) {
            parts.recovery().exchanges().of(data).apply();
        }
    }

    private void confirm() throws RestoreException, DockerException, InterruptedException {
        begin(RestoreStep.STARTING);
        HeldContainers held = parts.recovery().exchanges().held();
        held.awaitReady(held.release(restore.id()));
        for (InPlaceRestores.Target target : targets) {
            target.replacement().confirm();
        }
    }

    /** Journals the last step last: from then on the next start counts the restore as complete. */
    private void finish() {
        parts.recovery().keep(restore.id());
        message = targets.stream()
                .map(target -> target.replacement().note())
                .filter(note -> !note.isEmpty())
                .collect(Collectors.joining("; "));
        begin(RestoreStep.FINISHING);
        outcome = State.SUCCEEDED;
    }

    private List<ReplacedData> data() {
        return parts.journal().replacedData().of(restore.id());
    }

    private void begin(RestoreStep step) {
        restore = restore.in(step);
        parts.journal().restores().update(restore);
    }

    /** Brings the old data back after a failure. What fails here is repeated after the next survey. */
    private void undo() throws InterruptedException {
        if (outcome == State.SUCCEEDED) {
            return;
        }
        // A cancelled restore must not leave the restored data live.
        boolean interrupted = Thread.interrupted();
        try {
            // A helper container that still writes would write again what the undo removes.
            closeTargets();
            parts.recovery().exchanges().undo(restore.id());
            undone = true;
        } catch (RestoreException | JournalException e) {
            whyNot = ": " + e.getMessage();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Reports the end of the restore. Whatever prevented the undo, the restore has not ended then. Loss prevented: the
     * restored data would stay live, or the containers stopped, after an unexpected error.
     */
    @Override
    public void close() {
        closeTargets();
        if (outcome == State.SUCCEEDED || undone) {
            parts.history().end(restore, outcome, message);
        } else {
            parts.history().unfinished(restore, message + "; the old data are not back yet" + whyNot);
        }
    }

    private void closeTargets() {
        for (InPlaceRestores.Target target : targets) {
            try {
                target.close();
            } catch (RestoreException | DockerException e) {
                LOG.warnf("a helper container stays until the next start of Slackwater reason=%s", e.getMessage());
            }
        }
    }
}
