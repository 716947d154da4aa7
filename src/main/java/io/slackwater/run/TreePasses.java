package io.slackwater.run;

import io.slackwater.capture.TreeSize;
import io.slackwater.discovery.FreezeLimit;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.docker.Container;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.kind.ServiceKind;
import io.slackwater.trust.DamagedSnapshots;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Decides how many passes a tree needs. One pass reads everything while the container is paused. If that would take too
 * long, a hot pass comes first, and the pause is only as long as the second pass.
 *
 * @param scratch the directory for temporary files of the check
 */
public record TreePasses(
        DatasetStore datasets,
        VerdictStore verdicts,
        RepositoryStore repositories,
        DamagedSnapshots damagedSnapshots,
        Path scratch,
        Clock clock) {

    private static final long ENOUGH = 32_000_000;

    private static final Logger LOG = Logger.getLogger(TreePasses.class);

    /**
     * Returns the passes in their order.
     *
     * @param run the id of the run
     */
    List<Pass> of(BackupTarget target, ServiceKind kind, Source.Tree tree, String run) throws Failed {
        Optional<PauseEstimate> measured = estimate(target, tree);
        if (measured.isEmpty()) {
            return List.of(new TreePass(this, kind, target, tree, run, Optional.empty(), notPaused(target)));
        }
        PauseEstimate estimate = measured.get();
        Duration longest = target.limits().freezeTarget();
        if (!estimate.needsTwoPasses(longest)) {
            TreePass.Expected expected = new TreePass.Expected(estimate.onePass(), estimate.remark(longest));
            return List.of(new TreePass(this, kind, target, tree, run, Optional.empty(), expected));
        }
        requireShorterThanLimit(estimate.secondPass(), target);
        LOG.infof(
                "two passes dataset=%s run=%s onePass=%s secondPass=%s",
                target.dataset().id(), run, estimate.onePass(), estimate.secondPass());
        HotPass hot = new HotPass(target, tree, run, estimate, clock);
        HotPass again = hot.again();
        TreePass last = new TreePass(this, kind, target, tree, run, Optional.of(again), TreePass.Expected.NOTHING);
        return List.of(hot, new CopyPass(hot), again, new CopyPass(again), last);
    }

    private static TreePass.Expected notPaused(BackupTarget target) {
        Container container = target.workload().container();
        return target.dataset().method() == Method.FREEZE && container.stopped()
                ? new TreePass.Expected(
                        Duration.ZERO,
                        Optional.of("Container " + container.name() + " was not running, so nothing was paused."))
                : TreePass.Expected.NOTHING;
    }

    /** Records how fast new data went into a repository, unless there were too few for a measurement. */
    void read(String restic, long added, Duration time) {
        long millis = time.toMillis();
        if (added >= ENOUGH && millis > 0) {
            repositories.speed(restic, added * 1_000 / millis);
        }
    }

    /** Returns the estimate; empty if no container is paused, or if the tree cannot be read. */
    private Optional<PauseEstimate> estimate(BackupTarget target, Source.Tree tree) {
        if (target.dataset().method() != Method.FREEZE
                || !target.workload().container().running()) {
            return Optional.empty();
        }
        Instant since = verdicts.of(target.dataset().id()).stream()
                .filter(verified -> verified.repository().equals(target.restic()))
                .map(Verified::time)
                .findFirst()
                .orElse(Instant.EPOCH);
        try {
            TreeSize size = TreeSize.of(tree.path(), tree.excludes(), since);
            return Optional.of(new PauseEstimate(size, repositories.speed(target.restic())));
        } catch (IOException e) {
            // The pass meets the same error, and reports it.
            LOG.debugf(
                    "the pause cannot be estimated dataset=%s reason=%s",
                    target.dataset().id(), e);
            return Optional.empty();
        }
    }

    /**
     * Fails when the pause would exceed its limit. Loss prevented: users would wait for a pause that ends without a
     * backup.
     */
    static void requireShorterThanLimit(Duration pause, BackupTarget target) throws Failed {
        if (pause.compareTo(target.workload().freezeMax()) > 0) {
            throw new Failed(FreezeLimit.of(target.workload()).tooShortFor(pause), EndCause.FREEZE_LIMIT);
        }
    }
}
